import * as z from 'zod';
import { physicalName } from './physical-name.ts';
import type { ResourcePorts } from './resource-ports.ts';
import type { ResourceType } from './resource-type.ts';

const properties = z.strictObject({
  Action: z.literal('lambda:InvokeFunction'),
  FunctionName: z.string(),
  Principal: z.literal('apigateway.amazonaws.com'),
  SourceArn: z.string(),
});

/** AWS::Lambda::Permission for API Gateway: each method of a REST API needs one for its function. */
export const lambdaPermission: ResourceType<z.infer<typeof properties>, ResourcePorts> = {
  type: 'AWS::Lambda::Permission',
  properties,
  async create({ FunctionName, Principal, SourceArn }, resource, { apiParts }) {
    apiParts.permissions.push({ functionArn: FunctionName, principal: Principal, sourceArn: SourceArn });
    return { ref: physicalName(resource), attributes: {} };
  },
};
