import { setTimeout as delay } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import type { Account } from '../../arn.ts';
import type { Clock } from '../../clock.ts';
import { EXECUTE_API_PATH } from '../../gateway/paths.ts';
import type { RawConnection, SocketSite } from '../../gateway/route-request.ts';
import { createTokenBucket } from '../apigateway/checks/throttle.ts';
import type { Throttling } from '../apigateway/rest-config.ts';
import type { Invoker } from '../lambda/function-config.ts';
import { type Admitted, admitConnect, isHandshake, refusal } from './admit-connect.ts';
import { deployApi, type DeployedApi } from './deployed-api.ts';
import { MESSAGE_BYTES, type OpenSocket, openSocket } from './open-socket.ts';
import { runDisconnect, runMessage } from './run-routes.ts';
import { type ConnectionFacts, gatewayId } from './socket-events.ts';
import type { SocketMetrics } from './socket-metrics.ts';
import type { WebSocketApi } from './web-socket-config.ts';

/** The WebSocket APIs of the stack, at `ws://…/_aws/execute-api/<apiId>/<stage>`, and their connections. */
export type WebSocketApis = SocketSite & {
  /** Serves an API from now on. Throws for a route selection expression that is not supported. */
  add(api: WebSocketApi): void;
  has(apiId: string, stage: string): boolean;
  /** A connection that is open. */
  find(apiId: string, stage: string, connectionId: string): OpenSocket | undefined;
  /** Breaks the connections of one caller off, by the principal that the authorizer named; answers how many. */
  drop(principalId: string): number;
  /** Whether one more message, or one more call of `@connections`, is within the limits of the account. */
  admitsRequest(): boolean;
  /** Handshakes, messages and ends of connections that are being handled. */
  underWay(): number;
  /** Ends every connection, of which no function is told. */
  forget(): void;
  /** Closes every connection with 1001, and waits a second at most for clients and for `$disconnect`. */
  close(): Promise<void>;
};

type Options = {
  account: Account;
  gatewayUrl: string;
  clock: Clock;
  invoker: Invoker;
  metrics?: SocketMetrics;
  /** How often `$disconnect` runs for a connection that ends; absent: once. */
  disconnects?: () => number;
  /** Of the account: those of AWS by default. */
  limits?: { connects: Throttling; requests: Throttling };
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html */
export const ACCOUNT_LIMITS = {
  connects: { rateLimit: 500, burstLimit: 500 },
  requests: { rateLimit: 10_000, burstLimit: 5_000 },
};
/** Characters of the stage and the query. */
const MOST_URL = 4_096;
const CLOSE_MS = 1_000;
/** How long a client may take to answer the end of its connection. */
const CLOSE_TIMEOUT_MS = 5_000;

export function createWebSocketApis(options: Options): WebSocketApis {
  const apis = new Map<string, DeployedApi>();
  const { limits = ACCOUNT_LIMITS, disconnects = () => 1 } = options;
  const admitsConnect = createTokenBucket(limits.connects);
  const admitsRequest = createTokenBucket(limits.requests);
  const sockets = new Map<string, OpenSocket>();
  const ending = new Set<Promise<void>>();
  const handling = new Set<Promise<unknown>>();
  const handled = <Result>(work: Promise<Result>): Promise<Result> => {
    handling.add(work);
    void work.catch(() => undefined).finally(() => handling.delete(work));
    return work;
  };
  const stageOf = (apiId: string, name: string) => {
    const deployed = apis.get(apiId);
    const stage = deployed?.api.stages.find((each) => each.name === name);
    return deployed === undefined || stage === undefined ? undefined : { deployed, stage };
  };
  const ended = (deployed: DeployedApi, facts: ConnectionFacts, code: number, reason: string) => {
    sockets.delete(facts.id);
    const end = runDisconnect(options, deployed, { facts, code, reason, times: disconnects() });
    ending.add(end);
    void end.finally(() => ending.delete(end));
  };
  const accept = (deployed: DeployedApi, { facts, protocol }: Admitted, raw: RawConnection) => {
    const server = new WebSocketServer({
      ...{ noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload: MESSAGE_BYTES },
      ...{ closeTimeout: CLOSE_TIMEOUT_MS },
      handleProtocols: () => protocol ?? false,
    });
    let opened: OpenSocket | undefined;
    server.handleUpgrade(raw.incoming, raw.socket, raw.head, (webSocket) => {
      opened = openSocket(facts, { webSocket, socket: raw.socket }, options.clock, {
        message: (from, body) =>
          void handled(runMessage({ ...options, admitsRequest }, deployed, from, body)),
        closed: (_closed, code, reason) => {
          if (sockets.has(facts.id)) ended(deployed, facts, code, reason);
        },
      });
      sockets.set(facts.id, opened);
    });
    // The client went away while its function ran.
    if (opened === undefined) ended(deployed, facts, 1006, 'Connection closed abnormally');
  };
  return {
    add: (api) => void apis.set(api.id, deployApi(api)),
    has: (apiId, stage) => stageOf(apiId, stage) !== undefined,
    find: (apiId, stage, id) => {
      const socket = sockets.get(id);
      const isHere = socket?.facts.apiId === apiId && socket.facts.stage.name === stage;
      return isHere && socket.isOpen() ? socket : undefined;
    },
    drop: (principalId) => {
      const own = [...sockets.values()].filter(
        ({ facts }) => facts.authorizer?.['principalId'] === principalId,
      );
      for (const socket of own) socket.drop();
      return own.length;
    },
    admitsRequest,
    owns: ({ url }) => url.pathname.startsWith(EXECUTE_API_PATH),
    open: async (request, raw) => {
      const [apiId = '', stageName = '', ...rest] = request.url.pathname
        .slice(EXECUTE_API_PATH.length)
        .split('/');
      const found = rest.join('') === '' ? stageOf(apiId, stageName) : undefined;
      if (found === undefined) return refusal(403, 'Forbidden');
      if (`/${stageName}${request.url.search}`.length > MOST_URL) return refusal(414, 'Request URI Too Long');
      if (!isHandshake(request)) return refusal(400, 'Bad Request');
      const userAgent = request.headers['user-agent'];
      const facts: ConnectionFacts = {
        ...{ id: gatewayId(), apiId, stage: found.stage, connectedAt: options.clock.now() },
        identity: { ...(userAgent !== undefined && { userAgent }), sourceIp: '127.0.0.1' },
        domainName: new URL(options.gatewayUrl).host,
      };
      const admitting = admitConnect({ ...options, admitsConnect }, found.deployed, facts, request);
      const admitted = await handled(admitting);
      if ('status' in admitted) return admitted;
      accept(found.deployed, admitted, raw);
      return undefined;
    },
    underWay: () => handling.size + ending.size,
    forget: () => {
      const open = [...sockets.values()];
      sockets.clear();
      for (const socket of open) socket.close(1001, 'Going away');
    },
    close: async () => {
      const open = [...sockets.values()];
      for (const socket of open) socket.close(1001, 'Going away');
      const timer = new AbortController();
      const late = delay(CLOSE_MS, undefined, { signal: timer.signal }).catch(() => undefined);
      const all = Promise.all([...open.map(({ closed }) => closed), ...ending]);
      await Promise.race([all, late]);
      timer.abort();
    },
  };
}
