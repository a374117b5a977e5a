import * as z from 'zod';
import { physicalId } from '../../../resources/physical-name.ts';
import type { ResourcePorts } from '../../../resources/resource-ports.ts';
import type { ResourceType } from '../../../resources/resource-type.ts';

const properties = z.strictObject({
  RestApiId: z.string(),
  Name: z.string(),
  Type: z.literal('COGNITO_USER_POOLS'),
  ProviderARNs: z.array(z.string()).min(1),
  IdentitySource: z
    .string()
    .regex(/^method\.request\.header\.[\w-]+$/, 'is not that of a header')
    .default('method.request.header.Authorization'),
});

/** AWS::ApiGateway::Authorizer of user pools. */
export const restAuthorizer: ResourceType<z.infer<typeof properties>, ResourcePorts> = {
  type: 'AWS::ApiGateway::Authorizer',
  properties,
  async create({ ProviderARNs, IdentitySource }, resource, { apiParts }) {
    const id = physicalId(resource, 6);
    const header = IdentitySource.replace('method.request.header.', '').toLowerCase();
    apiParts.authorizers.set(id, { poolArns: ProviderARNs, header });
    return { ref: id, attributes: { AuthorizerId: id } };
  },
};
