import { type Account, arnOf, nameInArn } from '../../../arn.ts';
import { isPermitted } from '../../lambda/is-permitted.ts';
import type { InvokePermission } from '../../lambda/lambda-uses.ts';
import type {
  ConnectAuthorizer,
  WebSocketApi,
  WebSocketRoute,
  WebSocketStage,
} from '../web-socket-config.ts';

/** What the templates' resources say about WebSocket APIs; an API is whole only when the last of its template is read. */
export type WebSocketParts = {
  /** Those of the template that is being made. */
  apis: Pick<WebSocketApi, 'id' | 'routeSelectionExpression'>[];
  /** Ids of the HTTP APIs of the template that is being made: their routes, integrations and stages are among the others. */
  httpApis: Set<string>;
  /** By id. */
  integrations: Map<string, { functionArn: string; timeoutMs: number }>;
  /** By id. */
  authorizers: Map<string, Pick<ConnectAuthorizer, 'identitySources'> & { functionArn: string }>;
  routes: RoutePart[];
  /** Ids of the routes that have a response. */
  responding: Set<string>;
  stages: { apiId: string; stage: WebSocketStage }[];
  /** What API Gateway's own API says of each, as it writes it. */
  described: DescribedPart[];
};

/** A part of a WebSocket API, or the API, which is a part of itself. */
export type DescribedPart = {
  kind: 'apis' | 'routes' | 'stages' | 'integrations' | 'authorizers' | 'deployments';
  apiId: string;
  id: string;
  says: Readonly<Record<string, unknown>>;
};

type RoutePart = {
  id: string;
  apiId: string;
  routeKey: string;
  integrationId: string;
  authorizerId?: string;
  /** Whether it selects the response `$default`. */
  selectsResponse: boolean;
};

export function createWebSocketParts(): WebSocketParts {
  return {
    apis: [],
    httpApis: new Set(),
    integrations: new Map(),
    authorizers: new Map(),
    routes: [],
    responding: new Set(),
    stages: [],
    described: [],
  };
}

type Options = {
  account: Account;
  parts: WebSocketParts;
  permissions: readonly InvokePermission[];
  add(api: WebSocketApi): void;
};

/**
 * Adds the WebSocket APIs of one template, once all its resources are made. Throws when the function of a route or an
 * authorizer may not be invoked by API Gateway, which on AWS would fail for every connection.
 */
export function addWebSocketApis(options: Options): void {
  const { apis, routes, stages } = options.parts;
  for (const api of apis.splice(0)) {
    const ownStages = stages.filter(({ apiId }) => apiId === api.id).map(({ stage }) => stage);
    const ownRoutes = routes.filter(({ apiId }) => apiId === api.id);
    options.add({
      ...api,
      stages: ownStages,
      routes: ownRoutes.map((route) => routeOf(route, ownStages, options)),
    });
  }
}

function routeOf(route: RoutePart, stages: readonly WebSocketStage[], options: Options): WebSocketRoute {
  const { parts } = options;
  const { id, apiId, routeKey, integrationId, authorizerId, selectsResponse } = route;
  const integration = parts.integrations.get(integrationId);
  if (integration === undefined)
    throw new Error(`property "Target" of route ${routeKey} names no integration: ${integrationId}`);
  for (const { name } of stages)
    checkPermission(options, `route ${routeKey}`, integration.functionArn, `${apiId}/${name}/${routeKey}`);
  const authorizer = authorizerId === undefined ? undefined : parts.authorizers.get(authorizerId);
  if (authorizerId !== undefined && authorizer === undefined)
    throw new Error(`property "AuthorizerId" of route ${routeKey} names no authorizer: ${authorizerId}`);
  if (authorizer !== undefined)
    checkPermission(
      options,
      'the authorizer',
      authorizer.functionArn,
      `${apiId}/authorizers/${authorizerId}`,
    );
  return {
    routeKey,
    functionName: nameInArn(integration.functionArn),
    timeoutMs: integration.timeoutMs,
    responds: selectsResponse && parts.responding.has(id),
    ...(authorizer && {
      authorizer: {
        functionName: nameInArn(authorizer.functionArn),
        identitySources: authorizer.identitySources,
      },
    }),
  };
}

function checkPermission(
  { account, permissions }: Options,
  what: string,
  functionArn: string,
  resource: string,
): void {
  const sourceArn = arnOf('execute-api', account, resource);
  const asked = { service: 'apigateway.amazonaws.com', functionArn, sourceArn };
  if (!isPermitted(permissions, asked))
    throw new Error(`${what}: no permission lets API Gateway invoke ${nameInArn(functionArn)}`);
}
