import type { Account } from '../../arn.ts';
import type { GatewayRequest } from '../../gateway/service.ts';
import { urlEvent } from '../lambda-url/url-event.ts';
import type { WebSocketStage } from '../websocket/web-socket-config.ts';
import type { HttpRoute } from './add-http-apis.ts';

type Place = {
  account: Account;
  id: string;
  /** With the name of the stage, unless it is `$default`; percent-encoded. */
  path: string;
  stage: WebSocketStage;
  route: HttpRoute;
  /** Percent-encoded. */
  pathParameters: Readonly<Record<string, string>>;
};

/**
 * The event of a route, payload version 2.0. Path and path parameters are decoded.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function httpApiEvent(
  request: GatewayRequest,
  { account, id, path, stage, route, pathParameters }: Place,
) {
  const rawPath = decoded(path);
  const event = urlEvent(request, { id, path: rawPath, now: Date.now() });
  const { routeKey } = route;
  const parameters = Object.entries(pathParameters).map(([name, value]) => [name, decoded(value)]);
  return {
    ...event,
    routeKey,
    ...(parameters.length > 0 && { pathParameters: Object.fromEntries(parameters) }),
    ...(stage.variables && { stageVariables: stage.variables }),
    requestContext: {
      ...event.requestContext,
      ...{ accountId: account.accountId, routeKey, stage: stage.name },
    },
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
