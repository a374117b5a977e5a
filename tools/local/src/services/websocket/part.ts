import { disposable, nothingToDispose, part } from '../../stack/part.ts';
import { triggeredBy } from '../lambda/invocation-watch.ts';
import { lambda } from '../lambda/part.ts';
import { metrics } from '../metrics/part.ts';
import { connectionsService } from './connections-service.ts';
import { webSocketApi, webSocketDeployment, webSocketStage } from './resources/web-socket-api.ts';
import { webSocketAuthorizer, webSocketIntegration } from './resources/web-socket-functions.ts';
import { webSocketRoute, webSocketRouteResponse } from './resources/web-socket-route.ts';
import { addWebSocketApis, createWebSocketParts } from './resources/web-socket-parts.ts';
import { createSocketMetrics } from './socket-metrics.ts';
import { createWebSocketApis } from './web-socket-apis.ts';

/** API Gateway's WebSocket APIs, whose routes run functions, and the calls that post to their clients. */
export const websocket = part({
  name: 'execute-api',
  resources: [
    webSocketApi,
    webSocketAuthorizer,
    webSocketDeployment,
    webSocketIntegration,
    webSocketRoute,
    webSocketRouteResponse,
    webSocketStage,
  ],
  needs: { lambda, metrics },
  open: async ({ region, accountId, gatewayUrl, clock, disconnects }, needs) => {
    const account = { region, accountId };
    const { functions, permissions } = needs.lambda;
    const invoker = triggeredBy(functions, { kind: 'websocket-api' });
    const socketMetrics = createSocketMetrics(needs.metrics);
    const apis = createWebSocketApis({
      ...{ account, gatewayUrl, clock, invoker, metrics: socketMetrics },
      ...(disconnects && { disconnects }),
    });
    const parts = createWebSocketParts();
    return {
      uses: { ...parts, drop: apis.drop },
      service: connectionsService(account, apis, socketMetrics),
      sockets: apis,
      start: () => disposable(apis.close),
      finishTemplate: () => addWebSocketApis({ account, parts, permissions, add: apis.add }),
      inFlight: () => (apis.underWay() > 0 ? [`${apis.underWay()} messages of connections`] : []),
      reset: async () => apis.forget(),
      ...nothingToDispose,
    };
  },
});
