import * as z from 'zod';
import { type ParameterTable, refused, supported } from '../../gateway/parameters.ts';

/** What is listed fits into one page, whose answer has no token. */
const NO_MORE = refused('NextToken');

/** What the stack does with each parameter of CloudFormation. */
export const PARAMETERS: ParameterTable = {
  DescribeStacks: { ...supported('StackName'), ...NO_MORE },
  ListStacks: { ...supported('StackStatusFilter'), ...NO_MORE },
  DescribeStackResource: supported('StackName', 'LogicalResourceId'),
  DescribeStackResources: supported('StackName', 'LogicalResourceId', 'PhysicalResourceId'),
  ListStackResources: { ...supported('StackName'), ...NO_MORE },
  GetTemplate: { ...supported('StackName', 'TemplateStage'), ...refused('ChangeSetName') },
  ListExports: NO_MORE,
};

export const none = z.strictObject({});
export const anyStack = z.strictObject({ StackName: z.string().min(1).optional() });
export const oneStack = z.strictObject({ StackName: z.string().min(1) });
export const statuses = z.strictObject({ StackStatusFilter: z.array(z.string()).optional() });
export const oneResource = oneStack.extend({ LogicalResourceId: z.string().min(1) });
export const someResources = z.strictObject({
  StackName: z.string().min(1).optional(),
  LogicalResourceId: z.string().min(1).optional(),
  PhysicalResourceId: z.string().min(1).optional(),
});
export const template = oneStack.extend({ TemplateStage: z.enum(['Original', 'Processed']).optional() });
