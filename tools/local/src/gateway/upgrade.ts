import { randomUUID } from 'node:crypto';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import { refuseForeign } from './refuse-foreign.ts';
import type { HttpAnswer, RawConnection, RouteOptions } from './route-request.ts';
import type { GatewayRequest } from './service.ts';

/**
 * Hands a connection of WebSocket to the site that it is for. Pages of other sites are refused as for any request: a
 * browser lets them open WebSockets to every address, and tells their Origin.
 */
export async function upgrade({ sockets = [] }: RouteOptions, connection: RawConnection): Promise<void> {
  const { incoming, socket } = connection;
  // A client that goes away is no failure of the stack.
  socket.on('error', () => socket.destroy());
  try {
    const request = requestOf(incoming);
    const site = sockets.find((each) => each.owns(request));
    const refused =
      refuseForeign(incoming.headers) ??
      (site === undefined ? NOT_HERE : await site.open(request, connection));
    if (refused !== undefined) socket.end(written(refused));
  } catch {
    socket.destroy();
  }
}

const NOT_HERE: HttpAnswer = {
  status: 404,
  headers: { 'content-type': 'text/plain' },
  body: 'The local stack serves no WebSocket API at this path\n',
};

function requestOf({
  method = 'GET',
  headers,
  rawHeaders,
  url: target = '/',
  socket,
}: IncomingMessage): GatewayRequest {
  const url = new URL(`http://127.0.0.1:${socket.localPort}${target.startsWith('/') ? target : '/'}`);
  const gone = new AbortController();
  socket.once('close', () => gone.abort());
  return {
    ...{ id: randomUUID(), method, url, target, headers, rawHeaders },
    ...{ body: Buffer.alloc(0), signal: gone.signal },
  };
}

function written({ status, headers, body }: HttpAnswer): string {
  const all = { ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${String(value)}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', String(body)].join('\r\n');
}
