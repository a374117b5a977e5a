import * as z from 'zod';
import { nameInArn } from '../../../arn.ts';
import { physicalName } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import type { RestRoute } from '../rest-config.ts';
import type { RestApiParts } from './rest-api-parts.ts';
import { requestCheckOf, requestProperties } from './rest-method-request.ts';

const integration = z.strictObject({
  Type: z.literal('AWS_PROXY'),
  IntegrationHttpMethod: z.literal('POST'),
  Uri: z.string().regex(/:lambda:path\/2015-03-31\/functions\/.+\/invocations$/, 'is not that of a function'),
});

const properties = z.strictObject({
  RestApiId: z.string(),
  ResourceId: z.string(),
  HttpMethod: z.string(),
  AuthorizationType: z.enum(['NONE', 'COGNITO_USER_POOLS']),
  AuthorizerId: z.string().optional(),
  AuthorizationScopes: z.array(z.string()).default([]),
  ...requestProperties,
  Integration: integration,
});
type Method = z.infer<typeof properties>;

/** AWS::ApiGateway::Method, open to all or to the users of a pool, answered by a function. */
export const restMethod = resourceType({
  type: 'AWS::ApiGateway::Method',
  properties,
  async create(method, resource, parts: RestApiParts) {
    const { Integration, RestApiId } = method;
    const functionArn = Integration.Uri.replace(/^.*\/functions\//, '').replace(/\/invocations$/, '');
    const functionName = nameInArn(functionArn);
    const route: RestRoute = {
      httpMethod: method.HttpMethod,
      resourcePath: pathOf(method, parts),
      resourceId: method.ResourceId,
      ...authorizerOf(method, parts),
      ...requestCheckOf(method, parts),
      integration: { type: 'AWS_PROXY', functionName },
    };
    parts.methods.push({ apiId: RestApiId, functionArn, route });
    return { ref: physicalName(resource), attributes: {} };
  },
});

function pathOf({ ResourceId }: Method, { paths }: RestApiParts): string {
  const path = paths.get(ResourceId);
  if (path === undefined) throw new Error(`property "ResourceId" names no resource: ${ResourceId}`);
  return path;
}

function authorizerOf(method: Method, { authorizers }: RestApiParts): Pick<RestRoute, 'authorizer'> {
  if (method.AuthorizationType === 'NONE') return {};
  const authorizer = authorizers.get(method.AuthorizerId ?? '');
  if (authorizer === undefined)
    throw new Error(`property "AuthorizerId" names no authorizer: ${method.AuthorizerId}`);
  return { authorizer: { ...authorizer, scopes: method.AuthorizationScopes } };
}
