import { type Account, arnOf, nameInArn } from '../../arn.ts';
import { isPermitted } from '../lambda/is-permitted.ts';
import type { InvokePermission } from '../lambda/lambda-uses.ts';
import type { WebSocketParts } from '../websocket/resources/web-socket-parts.ts';
import type { WebSocketStage } from '../websocket/web-socket-config.ts';

/** AWS::ApiGatewayV2::Route of HTTP with its integration. */
export type HttpRoute = {
  /** Such as `GET /notes/{id}`, or `$default`. */
  routeKey: string;
  /** `ANY` is all; empty, as the path is, for `$default`. */
  httpMethod: string;
  resourcePath: string;
  functionName: string;
  timeoutMs: number;
};

/** AWS::ApiGatewayV2::Api of HTTP, with its stages and routes. */
export type HttpApi = { id: string; stages: readonly WebSocketStage[]; routes: readonly HttpRoute[] };

type Options = {
  account: Account;
  parts: WebSocketParts;
  permissions: readonly InvokePermission[];
  add(api: HttpApi): void;
};

/**
 * Adds the HTTP APIs of one template, once all its resources are made. Throws when the function of a route may not be
 * invoked by API Gateway, and for an authorizer, which no route of an HTTP API has here.
 */
export function addHttpApis(options: Options): void {
  const { httpApis, stages, routes } = options.parts;
  for (const id of httpApis) {
    const ownStages = stages.filter(({ apiId }) => apiId === id).map(({ stage }) => stage);
    const ownRoutes = routes.filter(({ apiId }) => apiId === id);
    options.add({
      id,
      stages: ownStages,
      routes: ownRoutes.map((route) => routeOf(id, route, ownStages, options)),
    });
  }
  httpApis.clear();
}

function routeOf(
  apiId: string,
  { routeKey, integrationId }: WebSocketParts['routes'][number],
  stages: readonly WebSocketStage[],
  { account, parts, permissions }: Options,
): HttpRoute {
  const integration = parts.integrations.get(integrationId);
  if (integration === undefined)
    throw new Error(`property "Target" of route ${routeKey} names no integration: ${integrationId}`);
  const { functionArn, timeoutMs } = integration;
  const [httpMethod = '', resourcePath = ''] = routeKey.split(' ');
  const asked =
    routeKey === '$default' ? routeKey : `${httpMethod === 'ANY' ? 'GET' : httpMethod}${resourcePath}`;
  for (const { name } of stages) {
    const sourceArn = arnOf('execute-api', account, `${apiId}/${name}/${asked}`);
    if (!isPermitted(permissions, { service: 'apigateway.amazonaws.com', functionArn, sourceArn }))
      throw new Error(`route ${routeKey}: no permission lets API Gateway invoke ${nameInArn(functionArn)}`);
  }
  return { routeKey, httpMethod, resourcePath, functionName: nameInArn(functionArn), timeoutMs };
}
