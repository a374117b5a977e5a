import * as z from 'zod';
import { physicalName } from '../../../resources/physical-name.ts';
import type { ResourcePorts } from '../../../resources/resource-ports.ts';
import type { ResourceType } from '../../../resources/resource-type.ts';

const properties = z.strictObject({
  Action: z.literal('lambda:InvokeFunction'),
  FunctionName: z.string(),
  Principal: z.enum(['apigateway.amazonaws.com', 's3.amazonaws.com']),
  SourceArn: z.string(),
  SourceAccount: z.string().optional(),
});

/** AWS::Lambda::Permission: each method of a REST API and each notification of a bucket needs one for its function. */
export const lambdaPermission: ResourceType<z.infer<typeof properties>, ResourcePorts> = {
  type: 'AWS::Lambda::Permission',
  properties,
  async create({ FunctionName, Principal, SourceArn, SourceAccount }, resource, { apiParts }) {
    apiParts.permissions.push({
      functionArn: FunctionName,
      principal: Principal,
      sourceArn: SourceArn,
      ...(SourceAccount !== undefined && { sourceAccount: SourceAccount }),
    });
    return { ref: physicalName(resource), attributes: {} };
  },
};
