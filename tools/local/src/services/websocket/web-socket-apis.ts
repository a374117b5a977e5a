import { randomUUID } from 'node:crypto';
import { WebSocketServer } from 'ws';
import { type Account, arnOf } from '../../arn.ts';
import type { Clock } from '../../clock.ts';
import { EXECUTE_API_PATH } from '../../gateway/paths.ts';
import type { HttpAnswer, RawConnection, SocketSite } from '../../gateway/route-request.ts';
import type { GatewayRequest } from '../../gateway/service.ts';
import { runIntegration } from '../apigateway/integration/run-integration.ts';
import type { Invoker } from '../lambda/function-config.ts';
import { authorizeConnect } from './authorize-connect.ts';
import { deployApi, type DeployedApi } from './deployed-api.ts';
import { MESSAGE_BYTES, type OpenSocket, openSocket } from './open-socket.ts';
import {
  authorizerEvent,
  connectEvent,
  type ConnectionFacts,
  disconnectEvent,
  gatewayId,
  messageEvent,
} from './socket-events.ts';
import type { WebSocketApi } from './web-socket-config.ts';

/** The WebSocket APIs of the stack, at `ws://…/_aws/execute-api/<apiId>/<stage>`, and their connections. */
export type WebSocketApis = SocketSite & {
  /** Serves an API from now on. Throws for a route selection expression that is not supported. */
  add(api: WebSocketApi): void;
  has(apiId: string, stage: string): boolean;
  /** A connection that is open. */
  find(apiId: string, stage: string, connectionId: string): OpenSocket | undefined;
};

type Options = {
  account: Account;
  gatewayUrl: string;
  clock: Clock;
  invoker: Invoker;
  /** How often `$disconnect` runs for a connection that ends; absent: once. */
  disconnects?: () => number;
};

export function createWebSocketApis(options: Options): WebSocketApis {
  const apis = new Map<string, DeployedApi>();
  const sockets = new Map<string, OpenSocket>();
  const stageOf = (apiId: string, name: string) => {
    const deployed = apis.get(apiId);
    const stage = deployed?.api.stages.find((each) => each.name === name);
    return deployed === undefined || stage === undefined ? undefined : { deployed, stage };
  };
  return {
    add: (api) => void apis.set(api.id, deployApi(api)),
    has: (apiId, stage) => stageOf(apiId, stage) !== undefined,
    find: (apiId, stage, id) => {
      const socket = sockets.get(id);
      return socket?.facts.apiId === apiId && socket.facts.stage.name === stage ? socket : undefined;
    },
    owns: ({ url }) => url.pathname.startsWith(EXECUTE_API_PATH),
    open: async (request, raw) => {
      const [apiId = '', stageName = '', ...rest] = request.url.pathname
        .slice(EXECUTE_API_PATH.length)
        .split('/');
      const found = rest.join('') === '' ? stageOf(apiId, stageName) : undefined;
      if (found === undefined) return refusal(403, 'Forbidden');
      if (!isHandshake(request)) return refusal(400, 'Bad Request');
      const userAgent = request.headers['user-agent'];
      const facts: ConnectionFacts = {
        ...{ id: gatewayId(), apiId, stage: found.stage, connectedAt: options.clock.now() },
        identity: { ...(userAgent !== undefined && { userAgent }), sourceIp: '127.0.0.1' },
        domainName: new URL(options.gatewayUrl).host,
      };
      const admitted = await admit(options, found.deployed, facts, request);
      if ('status' in admitted) return admitted;
      accept(options, found.deployed, admitted, { raw, sockets });
      return undefined;
    },
  };
}

type Admitted = { facts: ConnectionFacts; protocol?: string };

/** The authorizer and the function of `$connect`, when the API has them: nothing is open before both agree. */
async function admit(
  { account, invoker, clock }: Options,
  deployed: DeployedApi,
  known: ConnectionFacts,
  request: GatewayRequest,
): Promise<Admitted | HttpAnswer> {
  const route = deployed.routeOf('$connect');
  if (route === undefined) return { facts: known };
  if (!deployed.admits(known.stage.name, route)) return refusal(429, 'Too Many Requests');
  let facts = known;
  if (route.authorizer !== undefined) {
    const methodArn = arnOf('execute-api', account, `${known.apiId}/${known.stage.name}/$connect`);
    const event = authorizerEvent(known, request, clock.now(), methodArn);
    const outcome = await authorizeConnect(invoker, route.authorizer, request, event);
    if ('refused' in outcome) return refusal(outcome.refused.status, outcome.refused.message);
    facts = { ...known, authorizer: outcome.authorizer };
  }
  const event = connectEvent(facts, request, clock.now());
  const outcome = await runIntegration(invoker, route.functionName, event, route.timeoutMs);
  if ('failure' in outcome) return refusal(outcome.failure.status, outcome.failure.message);
  const { status, headers } = outcome.answer;
  if (status < 200 || status > 299) return refusal(status < 300 ? 502 : status, 'Forbidden');
  const [, [protocol] = []] =
    [...headers].find(([name]) => name.toLowerCase() === 'sec-websocket-protocol') ?? [];
  return { facts, ...(protocol !== undefined && { protocol }) };
}

type Place = { raw: RawConnection; sockets: Map<string, OpenSocket> };

function accept(options: Options, deployed: DeployedApi, admitted: Admitted, { raw, sockets }: Place): void {
  const { facts, protocol = false } = admitted;
  const { incoming, socket, head } = raw;
  if (socket.destroyed) {
    disconnect(options, deployed, facts, 1006, 'Connection closed abnormally');
    return;
  }
  const server = new WebSocketServer({
    ...{ noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload: MESSAGE_BYTES },
    handleProtocols: () => protocol,
  });
  server.handleUpgrade(incoming, socket, head, (webSocket) => {
    const opened = openSocket(facts, { webSocket, socket }, options.clock, {
      message: (to, body) => void runMessage(options, deployed, to, body),
      closed: (_closed, code, reason) => {
        sockets.delete(facts.id);
        disconnect(options, deployed, facts, code, reason);
      },
    });
    sockets.set(facts.id, opened);
  });
}

/** Runs the route of a message; the next one does not wait for it. What goes wrong is told in a frame. */
async function runMessage(
  { invoker, clock }: Options,
  deployed: DeployedApi,
  socket: OpenSocket,
  body: string,
): Promise<void> {
  const { facts } = socket;
  const route = deployed.select(body);
  const event = messageEvent(facts, clock.now(), route?.routeKey ?? '$default', body);
  const tell = (message: string) =>
    socket.send(
      JSON.stringify({ message, connectionId: facts.id, requestId: event.requestContext.requestId }),
    );
  if (route === undefined) return void tell('Forbidden');
  if (!deployed.admits(facts.stage.name, route)) return void tell('Too Many Requests');
  const outcome = await runIntegration(invoker, route.functionName, event, route.timeoutMs);
  if ('failure' in outcome) return void tell('Internal server error');
  const { body: answer, isBase64Encoded } = outcome.answer;
  if (route.responds && answer !== '')
    socket.send(isBase64Encoded ? Buffer.from(answer, 'base64').toString() : answer);
}

function disconnect(
  { invoker, clock, disconnects = () => 1 }: Options,
  deployed: DeployedApi,
  facts: ConnectionFacts,
  code: number,
  reason: string,
): void {
  const route = deployed.routeOf('$disconnect');
  if (route === undefined) return;
  const event = disconnectEvent(facts, clock.now(), code, reason);
  for (let left = disconnects(); left > 0; left -= 1)
    void runIntegration(invoker, route.functionName, event, route.timeoutMs);
}

/** What the library of the protocol asks of a handshake, before a function runs for it. */
function isHandshake({ method, headers }: GatewayRequest): boolean {
  const key = headers['sec-websocket-key'] ?? '';
  return method === 'GET' && /^[+/0-9A-Za-z]{22}==$/.test(key) && headers['sec-websocket-version'] === '13';
}

function refusal(status: number, message: string): HttpAnswer {
  const headers = { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID() };
  return { status, headers, body: JSON.stringify({ message }) };
}
