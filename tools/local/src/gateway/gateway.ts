import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from './listen.ts';
import { readBody } from './read-body.ts';
import { anyError } from './refuse.ts';
import { type HttpAnswer, type RouteOptions, routeRequest } from './route-request.ts';
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

/**
 * One HTTP server on 127.0.0.1 for every AWS service: finds service, operation and caller of each request, asks
 * whether the caller may, and hands it to the service. Throws `PortTakenError`.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
    void serve(options, incoming, outgoing);
  });
  const port = await listen(server, options.port);
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, port, stop };
}

async function serve(
  options: RouteOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const id = randomUUID();
  try {
    const request = await receive(incoming, id, clientGone(outgoing));
    const answer =
      'status' in request
        ? request
        : await routeRequest(options, request).catch((error: unknown) => broken(request, error));
    if (answer === 'reset') outgoing.destroy();
    else send(outgoing, id, answer);
  } catch {
    outgoing.destroy();
  }
}

/** The request, or the answer to one that cannot be read. Rejects when the client breaks it off. */
async function receive(
  incoming: IncomingMessage,
  id: string,
  signal: AbortSignal,
): Promise<GatewayRequest | HttpAnswer> {
  const { method = 'GET', headers } = incoming;
  const address = `http://${headers.host ?? '127.0.0.1'}${incoming.url ?? '/'}`;
  const body = await readBody(incoming);
  const url = URL.parse(address) ?? new URL('http://127.0.0.1/');
  const request = { id, method, url, headers, body: body ?? Buffer.alloc(0), signal };
  if (body === undefined)
    return anyError(request, 413, 'RequestEntityTooLarge', 'The request body is over 16 MB');
  if (!URL.canParse(address)) return anyError(request, 400, 'InvalidRequest', 'The request has no valid URL');
  return request;
}

function clientGone(outgoing: ServerResponse): AbortSignal {
  const gone = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  return gone.signal;
}

/** What only the front may come to: a service's own failure is answered in its format. */
function broken(request: GatewayRequest, error: unknown): HttpAnswer {
  return anyError(
    request,
    500,
    'InternalFailure',
    error instanceof Error ? error.message : 'The request failed',
  );
}

function send(outgoing: ServerResponse, id: string, answer: HttpAnswer): void {
  outgoing.writeHead(answer.status, {
    ...answer.headers,
    'x-amzn-requestid': id,
    'content-length': Buffer.byteLength(answer.body),
  });
  outgoing.end(answer.body);
}
