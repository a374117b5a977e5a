import * as z from 'zod';
import { DESCRIBES } from '../../../template/ignored.ts';
import { physicalId } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import type { WebSocketParts } from './web-socket-parts.ts';

const properties = z
  .strictObject({
    ApiId: z.string(),
    RouteKey: z
      .string()
      .min(1)
      .regex(
        /^(\$(connect|disconnect|default)|[^$].*)$/s,
        'begins with $, and is none of the predefined routes',
      ),
    AuthorizationType: z
      .enum(['NONE', 'CUSTOM'], 'must be NONE or CUSTOM: the local stack does not support AWS_IAM here')
      .default('NONE'),
    AuthorizerId: z.string().optional(),
    ApiKeyRequired: z.literal(false).optional(),
    RouteResponseSelectionExpression: z.literal('$default').optional(),
    Target: z.string().regex(/^integrations\/.+$/, 'is not that of an integration'),
  })
  .refine((route) => (route.AuthorizationType === 'CUSTOM') === (route.AuthorizerId !== undefined), {
    path: ['AuthorizerId'],
    message: 'goes with the AuthorizationType CUSTOM',
  })
  .refine((route) => route.AuthorizationType === 'NONE' || route.RouteKey === '$connect', {
    path: ['AuthorizationType'],
    message: 'only the route $connect has an authorizer',
  });

/** AWS::ApiGatewayV2::Route. */
export const webSocketRoute = resourceType({
  type: 'AWS::ApiGatewayV2::Route',
  properties,
  ignored: { OperationName: DESCRIBES },
  async create(route, resource, parts: WebSocketParts) {
    const id = physicalId(resource, 7);
    if (parts.httpApis.has(route.ApiId)) checkHttpRoute(route.RouteKey);
    parts.routes.push({
      ...{ id, apiId: route.ApiId, routeKey: route.RouteKey },
      integrationId: route.Target.replace('integrations/', ''),
      ...(route.AuthorizerId !== undefined && { authorizerId: route.AuthorizerId }),
      selectsResponse: route.RouteResponseSelectionExpression !== undefined,
    });
    const { AuthorizerId: authorizerId, RouteResponseSelectionExpression: responds } = route;
    const says = {
      ...{ routeId: id, routeKey: route.RouteKey, apiKeyRequired: false, target: route.Target },
      authorizationType: route.AuthorizationType,
      ...(authorizerId !== undefined && { authorizerId }),
      ...(responds !== undefined && { routeResponseSelectionExpression: responds }),
    };
    parts.described.push({ kind: 'routes', apiId: route.ApiId, id, says });
    return { ref: id, attributes: { RouteId: id } };
  },
});

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html */
function checkHttpRoute(key: string): void {
  if (!/^(\$default|(ANY|GET|HEAD|OPTIONS|PATCH|POST|PUT|DELETE) \/.*)$/.test(key))
    throw new Error(`property "RouteKey" is invalid: ${key} is no route of an HTTP API, such as GET /notes`);
}

/** AWS::ApiGatewayV2::RouteResponse: with it the body of the function's answer goes to the client. */
export const webSocketRouteResponse = resourceType({
  type: 'AWS::ApiGatewayV2::RouteResponse',
  properties: z.strictObject({
    ApiId: z.string(),
    RouteId: z.string(),
    RouteResponseKey: z.literal('$default'),
  }),
  async create({ RouteId }, resource, parts: WebSocketParts) {
    const id = physicalId(resource, 7);
    parts.responding.add(RouteId);
    return { ref: id, attributes: { RouteResponseId: id } };
  },
});
