import * as z from 'zod';
import { physicalId } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import type { RestApiParts } from './rest-api-parts.ts';

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
export const restAuthorizer = resourceType({
  type: 'AWS::ApiGateway::Authorizer',
  properties,
  ignored: { AuthorizerResultTtlInSeconds: 'every token is verified anew' },
  async create({ ProviderARNs, IdentitySource }, resource, parts: RestApiParts) {
    const id = physicalId(resource, 6);
    const header = IdentitySource.replace('method.request.header.', '').toLowerCase();
    parts.authorizers.set(id, { poolArns: ProviderARNs, header });
    return { ref: id, attributes: { AuthorizerId: id } };
  },
});
