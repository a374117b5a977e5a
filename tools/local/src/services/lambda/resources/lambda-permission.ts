import * as z from 'zod';
import { physicalName } from '../../../template/physical-name.ts';
import { TemplateError } from '../../../template/errors.ts';
import { type Resource, resourceType } from '../../../template/resource-type.ts';
import type { InvokePermission, LambdaUses } from '../lambda-uses.ts';
import { policyText } from '../operations/function-rules.ts';

const properties = z
  .strictObject({
    Action: z.enum(['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl']),
    FunctionName: z.string(),
    Principal: z.enum([
      'apigateway.amazonaws.com',
      'events.amazonaws.com',
      's3.amazonaws.com',
      'sns.amazonaws.com',
      '*',
    ]),
    SourceArn: z.string().optional(),
    SourceAccount: z.string().optional(),
    FunctionUrlAuthType: z
      .literal('NONE', 'must be NONE: the local stack does not support AWS_IAM')
      .optional(),
    InvokedViaFunctionUrl: z.literal(true).optional(),
  })
  .refine(({ Principal, SourceArn }) => (Principal === '*') === (SourceArn === undefined), {
    path: ['SourceArn'],
    message: 'goes with a service as the principal',
  })
  .refine(
    ({ Principal, Action, FunctionUrlAuthType, InvokedViaFunctionUrl }) =>
      Action === 'lambda:InvokeFunctionUrl'
        ? Principal === '*' && FunctionUrlAuthType !== undefined
        : (Principal === '*') === (InvokedViaFunctionUrl === true) && FunctionUrlAuthType === undefined,
    {
      path: ['Principal'],
      message: 'is everybody exactly for a function URL, which the permission names by FunctionUrlAuthType',
    },
  );

/**
 * AWS::Lambda::Permission: each method of a REST API, notification of a bucket, rule and subscription needs one for its
 * function. A function URL needs one of each action.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export const lambdaPermission = resourceType({
  type: 'AWS::Lambda::Permission',
  properties,
  async create(permission, resource, { permissions }: Pick<LambdaUses, 'permissions'>) {
    const { Action, FunctionName, Principal, SourceArn = '*', SourceAccount } = permission;
    const added = {
      statementId: physicalName(resource),
      functionArn: FunctionName,
      principal: Principal,
      sourceArn: SourceArn,
      ...(Principal === '*' && { urlAction: Action }),
      ...(SourceAccount !== undefined && { sourceAccount: SourceAccount }),
    };
    checkSize([...permissions.filter(({ functionArn }) => functionArn === FunctionName), added], resource);
    permissions.push(added);
    return { ref: physicalName(resource), attributes: {} };
  },
});

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MOST_BYTES = 20_480;

function checkSize(permissions: readonly InvokePermission[], { stackName, logicalId }: Resource): void {
  const [{ functionArn } = { functionArn: '' }] = permissions;
  const size = policyText(permissions, functionArn).length;
  if (size <= MOST_BYTES) return;
  throw new TemplateError(
    `${stackName}.${logicalId}`,
    `The final policy size (${size}) of ${functionArn} is bigger than the limit (${MOST_BYTES})`,
  );
}
