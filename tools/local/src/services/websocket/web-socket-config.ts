import type { RestStage, Throttling } from '../apigateway/rest-config.ts';

/** AWS::ApiGatewayV2::Authorizer: a function that decides at `$connect`. */
export type ConnectAuthorizer = {
  functionName: string;
  /** What a request must have, such as `route.request.querystring.token`; without one of them the function is not asked. */
  identitySources: readonly IdentitySource[];
};

export type IdentitySource = { place: 'header' | 'querystring'; name: string };

/** AWS::ApiGatewayV2::Route with its integration. */
export type WebSocketRoute = {
  /** `$connect`, `$disconnect`, `$default`, or a value that the route selection expression gives. */
  routeKey: string;
  functionName: string;
  timeoutMs: number;
  /** Only of `$connect`. */
  authorizer?: ConnectAuthorizer;
  /** Whether the body of the function's answer goes back to the client. */
  responds: boolean;
};

/** AWS::ApiGatewayV2::Stage. */
export type WebSocketStage = Pick<RestStage, 'name' | 'variables' | 'throttling'> & {
  /** By route key. */
  routeThrottling?: Readonly<Record<string, Throttling>>;
};

/** AWS::ApiGatewayV2::Api of WebSocket, with its stages and routes. */
export type WebSocketApi = {
  id: string;
  routeSelectionExpression: string;
  stages: readonly WebSocketStage[];
  routes: readonly WebSocketRoute[];
};
