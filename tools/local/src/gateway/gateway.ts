import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Duplex, pipeline } from 'node:stream';
import { listen } from './listen.ts';
import { createOwnCalls, type OwnCalls } from './own-calls.ts';
import { readBody } from '../read-body.ts';
import { refuseForeign } from './refuse-foreign.ts';
import { upgrade } from './upgrade.ts';
import { anyError } from './refuse-service.ts';
import { ApiError } from './api-error.ts';
import { type HttpAnswer, type RouteOptions, routeRequest, takesStream } from './route-request.ts';
import type { GatewayRequest } from './service.ts';

export type GatewayOptions = RouteOptions & {
  /** 0: a free one. */
  port: number;
};

export type Gateway = {
  /** Without a slash at its end. */
  url: string;
  port: number;
  /** Breaks off what is under way; resolves when the port is free. */
  stop(): Promise<void>;
};

/** A gateway that holds its port, so that no other program takes it, and answers from `serve` on. */
type OpenGateway = Gateway & {
  serve(options: RouteOptions): void;
  /** For the stack's own clients. */
  ownCalls: OwnCalls;
};

/**
 * One HTTP server on 127.0.0.1 for every AWS service: finds service, operation and caller of each request, asks
 * whether the caller may, and hands it to the service. Throws `PortTakenError`.
 */
export async function startGateway({ port, ...options }: GatewayOptions): Promise<Gateway> {
  const gateway = await openGateway(port);
  gateway.serve(options);
  return gateway;
}

/** A gateway whose services come later; a request before that waits for them. Throws `PortTakenError`. */
export async function openGateway(wantedPort: number): Promise<OpenGateway> {
  const { promise: options, resolve: serve } = Promise.withResolvers<RouteOptions>();
  // Any other protocol that a client offers to upgrade to is left out, and its request answered.
  const shouldUpgradeCallback = ({ headers }: IncomingMessage) =>
    headers.upgrade?.toLowerCase() === 'websocket';
  const server = createServer({ keepAliveTimeout: 60_000, shouldUpgradeCallback }, (incoming, outgoing) => {
    void options.then((known) => answer(known, incoming, outgoing));
  });
  const upgraded = new Set<Duplex>();
  server.on('upgrade', (incoming, socket, head) => {
    upgraded.add(socket);
    socket.once('close', () => upgraded.delete(socket));
    void options.then((known) => upgrade(known, { incoming, socket, head }));
  });
  const port = await listen(server, wantedPort);
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
      for (const socket of upgraded) socket.destroy();
    });
  const url = `http://127.0.0.1:${port}`;
  const ownCalls = createOwnCalls(url, async (request) => answerTo(await options, request));
  return { url, port, serve, stop, ownCalls };
}

async function answer(
  options: RouteOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const id = randomUUID();
  try {
    const refused = refuseForeign(incoming.headers);
    const request = refused ?? (await receive(options, incoming, id, clientGone(outgoing)));
    const answered = 'status' in request ? request : await answerTo(options, request);
    if (answered === 'reset') outgoing.destroy();
    else send(outgoing, id, answered);
  } catch {
    outgoing.destroy();
  }
}

function answerTo(options: RouteOptions, request: GatewayRequest) {
  return routeRequest(options, request).catch((error: unknown) => broken(request, error));
}

/** The request, or the answer to one that is not for the stack or cannot be read. Rejects when the client breaks it off. */
async function receive(
  options: RouteOptions,
  incoming: IncomingMessage,
  id: string,
  signal: AbortSignal,
): Promise<GatewayRequest | HttpAnswer> {
  const { method = 'GET', headers, rawHeaders, url: target = '/', socket } = incoming;
  // A network-path reference or a Host of the client's choice must not become the address of another server.
  const url = new URL(`http://127.0.0.1:${socket.localPort}${target.startsWith('/') ? target : '/'}`);
  const head = { id, method, url, target, headers, rawHeaders, body: Buffer.alloc(0), signal };
  if (!target.startsWith('/')) {
    incoming.resume();
    return anyError(head, new ApiError('InvalidRequest', NO_PROXY));
  }
  if (takesStream(options, head)) return { ...head, stream: incoming };
  const body = await readBody(incoming, BODY_LIMIT_BYTES);
  if (body !== undefined) return { ...head, body };
  return anyError(head, new ApiError('RequestEntityTooLarge', 'The request body is over 16 MB', 413));
}

const NO_PROXY =
  'The local stack is no proxy: a request names a path that begins with /, and no other server. Set the address of the stack as the endpoint, not as a proxy.';

/** The largest body that the gateway reads: above every limit of the services behind it. */
const BODY_LIMIT_BYTES = 16 * 1024 * 1024;

function clientGone(outgoing: ServerResponse): AbortSignal {
  const gone = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  return gone.signal;
}

/** What only a site may come to: a service's own failure is answered in its format. */
function broken(request: GatewayRequest, error: unknown): HttpAnswer {
  const message = error instanceof Error ? error.message : 'The request failed';
  return anyError(request, new ApiError('InternalFailure', message, 500));
}

function send(outgoing: ServerResponse, id: string, answer: HttpAnswer): void {
  const announced = answer.stream !== undefined || outgoing.req.method === 'HEAD';
  const length = announced ? answer.headers['content-length']?.toString() : undefined;
  // A stream of an unknown length goes in chunks, such as one that has no end.
  const hasLength = answer.stream === undefined || length !== undefined;
  outgoing.writeHead(answer.status, {
    ...answer.headers,
    'x-amzn-requestid': id,
    ...(hasLength && { 'content-length': length ?? Buffer.byteLength(answer.body) }),
  });
  if (answer.stream === undefined) outgoing.end(answer.body);
  // A stream that fails breaks the connection off: the length that was announced tells the client.
  else pipeline(answer.stream, outgoing, () => undefined);
}
