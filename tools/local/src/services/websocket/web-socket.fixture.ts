import { once } from 'node:events';
import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { clientSettings } from '@hanok/testing';
import { type ClientOptions, WebSocket } from 'ws';
import type { Clock } from '../../clock.ts';
import { openGateway } from '../../gateway/gateway.ts';
import type { Invocation } from '../lambda/function-config.ts';
import { createFaults, disconnectFaults } from '../../faults/create-faults.ts';
import { createFaultSwitches } from '../../faults/fault-switches.ts';
import type { FaultPlanInput } from '../../faults/fault-plan.ts';
import type { Datum } from '../metrics/metric.ts';
import { createRoles } from '../iam/roles.ts';
import { connectionsService } from './connections-service.ts';
import { createSocketMetrics } from './socket-metrics.ts';
import { createWebSocketApis } from './web-socket-apis.ts';
import type { WebSocketApi, WebSocketRoute } from './web-socket-config.ts';

const account = { region: 'us-east-1', accountId: '000000000000' };

/** A clock that stands until it is put forward. */
function standingClock(): Clock & { pass(ms: number): Promise<void> } {
  let now = Date.UTC(2026, 0, 1);
  const waiting = new Set<{ until: number; wake(): void }>();
  return {
    speed: 1,
    timeAt: () => now,
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        waiting.add({ until: now + ms, wake: resolve });
        signal?.addEventListener('abort', () => reject(signal.reason));
      }),
    pass: async (ms) => {
      now += ms;
      for (const each of waiting)
        if (each.until <= now) {
          waiting.delete(each);
          each.wake();
        }
      await Promise.resolve();
    },
  };
}

/** What a function was given. */
type Event = {
  requestContext: Record<string, unknown> & { routeKey: string; connectionId: string };
  body?: string;
} & Record<string, unknown>;

/** A function of the API: its answer, or a throw. */
export type Run = (event: Event) => unknown;

export const route = (routeKey: string, more: Partial<WebSocketRoute> = {}): WebSocketRoute => ({
  ...{ routeKey, functionName: routeKey.replace('$', ''), timeoutMs: 29_000, responds: false },
  ...more,
});

const NEVER = { service: 'execute-api', operation: 'GetConnection', caller: 'nothing', rate: 1 };

/** A chat API behind a gateway of its own, whose functions are `functions`, each answering 200 by default. */
export async function serveApi(
  functions: Readonly<Record<string, Run>> = {},
  api: Partial<WebSocketApi> = {},
  faults: FaultPlanInput = { faults: [{ ...NEVER, kind: 'throttle' }] },
  limits?: Parameters<typeof createWebSocketApis>[0]['limits'],
) {
  const events: Event[] = [];
  const struck: string[] = [];
  const data: Datum[] = [];
  const metrics = createSocketMetrics({ add: (datum) => void data.push(datum) });
  const clock = standingClock();
  const roles = createRoles(account);
  const gateway = await openGateway(0);
  let heard = Promise.withResolvers<void>();
  const invoke = async (name: string, payload: string): Promise<Invocation> => {
    const event: Event = JSON.parse(payload);
    events.push(event);
    heard.resolve();
    heard = Promise.withResolvers();
    try {
      const run = functions[name] ?? (() => ({ statusCode: 200 }));
      const answer = await run(event);
      return { requestId: 'r', payload: JSON.stringify(answer), logTail: '' };
    } catch (error) {
      const errorMessage = error instanceof Error ? error.message : '';
      return { requestId: 'r', payload: JSON.stringify({ errorMessage }), error: 'Unhandled', logTail: '' };
    }
  };
  const apis = createWebSocketApis({
    account,
    gatewayUrl: gateway.url,
    clock,
    invoker: { invoke },
    metrics,
    disconnects: disconnectFaults(createFaultSwitches(faults)),
    ...(limits && { limits }),
  });
  apis.add({
    ...{ id: 'chat123456', routeSelectionExpression: '$request.body.action', stages: [{ name: 'prod' }] },
    routes: ['$connect', '$disconnect', '$default', 'say'].map((key) => route(key)),
    ...api,
  });
  const services = [connectionsService(account, apis, metrics)];
  gateway.serve({
    ...roles,
    services,
    sockets: [apis],
    around: createFaults(createFaultSwitches(faults), services, ({ kind }) => void struck.push(kind)),
  });
  const path = '/_aws/execute-api/chat123456/prod';
  return {
    ...{
      url: gateway.url,
      address: `${gateway.url.replace('http', 'ws')}${path}`,
      events,
      clock,
      roles,
      struck,
      underWay: apis.underWay,
    },
    /** The sum of a metric of the API, and of its stage. */
    sums: (name: string) =>
      [['ApiId'], ['ApiId', 'Stage']].map((dimensions) =>
        data
          .filter((each) => each.name === name && String(Object.keys(each.dimensions)) === String(dimensions))
          .reduce((sum, { value }) => sum + value, 0),
      ),
    /** The event of a route, as soon as its function was given one. */
    async eventOf(routeKey: string): Promise<Event> {
      for (;;) {
        const found = events.find(({ requestContext }) => requestContext.routeKey === routeKey);
        if (found !== undefined) return found;
        await heard.promise;
      }
    },
    /** A connection that is open. Throws with the status of a refusal. */
    async connect(query = '', options: ClientOptions & { protocols?: string[] } = {}): Promise<WebSocket> {
      const { protocols = [], ...rest } = options;
      const address = `${gateway.url.replace('http', 'ws')}${path}${query}`;
      const socket = new WebSocket(address, protocols, rest);
      await once(socket, 'open');
      return socket;
    },
    client: (accessKeyId = 'outside') =>
      new ApiGatewayManagementApiClient({
        ...clientSettings(`${gateway.url}${path}`),
        credentials: { accessKeyId, secretAccessKey: 'secret' },
        maxAttempts: 1,
      }),
    /** As the stack does when it stops. */
    close: apis.close,
    /** Breaks off every connection. */
    stop: gateway.stop,
  };
}

/** The next message of a connection, as text. */
export async function next(socket: WebSocket): Promise<string> {
  const [data] = await once(socket, 'message');
  return String(data);
}

export async function closeOf(socket: WebSocket): Promise<[code: number, reason: string]> {
  const [code, reason] = await once(socket, 'close');
  return [Number(code), String(reason)];
}
