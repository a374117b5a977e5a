import * as z from 'zod';
import { physicalName } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import type { LambdaUses } from '../lambda-uses.ts';

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
    permissions.push({
      statementId: physicalName(resource),
      functionArn: FunctionName,
      principal: Principal,
      sourceArn: SourceArn,
      ...(SourceAccount !== undefined && { sourceAccount: SourceAccount }),
    });
    return { ref: physicalName(resource), attributes: {} };
  },
});
