import { createTokenBucket } from '../apigateway/checks/throttle.ts';
import { routeSelection } from './route-selection.ts';
import type { WebSocketApi, WebSocketRoute } from './web-socket-config.ts';

/** An API that is served: its routes found by key and by message. */
export type DeployedApi = {
  api: WebSocketApi;
  routeOf(key: string): WebSocketRoute | undefined;
  select(body: string): WebSocketRoute | undefined;
  /** Whether one more message is within the limits of its route in a stage. */
  admits(stage: string, route: WebSocketRoute): boolean;
};

export function deployApi(api: WebSocketApi): DeployedApi {
  const select = routeSelection(api.routeSelectionExpression);
  const routes = new Map(api.routes.map((route) => [route.routeKey, route]));
  const buckets = new Map<string, () => boolean>();
  for (const stage of api.stages)
    for (const { routeKey } of api.routes) {
      const limits = stage.routeThrottling?.[routeKey] ?? stage.throttling;
      if (limits !== undefined) buckets.set(`${stage.name} ${routeKey}`, createTokenBucket(limits));
    }
  return {
    api,
    routeOf: (key) => routes.get(key),
    select: (body) => {
      const key = select(body) ?? '';
      // A message cannot select a predefined route, which begins with $.
      return (key.startsWith('$') ? undefined : routes.get(key)) ?? routes.get('$default');
    },
    admits: (stage, { routeKey }) => buckets.get(`${stage} ${routeKey}`)?.() ?? true,
  };
}
