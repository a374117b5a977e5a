import * as z from 'zod';
import { physicalName } from './physical-name.ts';
import type { ResourcePorts } from './resource-ports.ts';
import type { ResourceType } from './resource-type.ts';

const integration = z.strictObject({
  Type: z.literal('AWS_PROXY'),
  IntegrationHttpMethod: z.literal('POST'),
  Uri: z.string().regex(/:lambda:path\/2015-03-31\/functions\/.+\/invocations$/, 'is not that of a function'),
});

const properties = z.strictObject({
  RestApiId: z.string(),
  ResourceId: z.string(),
  HttpMethod: z.string(),
  AuthorizationType: z.literal('NONE'),
  Integration: integration,
});

/** AWS::ApiGateway::Method, open to all, answered by a function. */
export const restMethod: ResourceType<z.infer<typeof properties>, ResourcePorts> = {
  type: 'AWS::ApiGateway::Method',
  properties,
  async create({ RestApiId, ResourceId, HttpMethod, Integration }, resource, { apiParts }) {
    const resourcePath = apiParts.paths.get(ResourceId);
    if (resourcePath === undefined) throw new Error(`property "ResourceId" names no resource: ${ResourceId}`);
    const functionArn = Integration.Uri.replace(/^.*\/functions\//, '').replace(/\/invocations$/, '');
    const functionName = functionArn.slice(functionArn.lastIndexOf(':') + 1);
    const route = { httpMethod: HttpMethod, resourcePath, resourceId: ResourceId };
    apiParts.methods.push({
      apiId: RestApiId,
      functionArn,
      route: { ...route, integration: { type: 'AWS_PROXY', functionName } },
    });
    return { ref: physicalName(resource), attributes: {} };
  },
};
