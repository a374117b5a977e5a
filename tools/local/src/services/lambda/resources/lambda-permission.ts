import * as z from 'zod';
import { physicalName } from '../../../template/physical-name.ts';
import { TemplateError } from '../../../template/errors.ts';
import { type Resource, resourceType } from '../../../template/resource-type.ts';
import type { InvokePermission, LambdaUses } from '../lambda-uses.ts';
import { policyText } from '../operations/function-rules.ts';

const properties = z.strictObject({
  Action: z.literal('lambda:InvokeFunction'),
  FunctionName: z.string(),
  Principal: z.enum([
    'apigateway.amazonaws.com',
    'events.amazonaws.com',
    's3.amazonaws.com',
    'sns.amazonaws.com',
  ]),
  SourceArn: z.string(),
  SourceAccount: z.string().optional(),
});

/**
 * AWS::Lambda::Permission: each method of a REST API, notification of a bucket, rule and subscription needs one for its
 * function.
 */
export const lambdaPermission = resourceType({
  type: 'AWS::Lambda::Permission',
  properties,
  async create(permission, resource, { permissions }: Pick<LambdaUses, 'permissions'>) {
    const { FunctionName, Principal, SourceArn, SourceAccount } = permission;
    const added = {
      statementId: physicalName(resource),
      functionArn: FunctionName,
      principal: Principal,
      sourceArn: SourceArn,
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
