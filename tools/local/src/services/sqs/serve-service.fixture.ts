import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import * as z from 'zod';
import type { GatewayRequest, Service } from '../../gateway/service.ts';

/** A bare server for one service, for specs: no signatures, no permissions. `service` gets the server's own URL. */
export async function serveService(
  service: (baseUrl: string) => Service,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    void answer(service(url), request).then(({ status, headers, body }) => {
      response.writeHead(status, headers).end(body);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const url = `http://127.0.0.1:${port}`;
  return { url, close: () => close(server) };
}

async function answer(service: Service, request: IncomingMessage) {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? ''}`);
  const { method = 'GET', headers } = request;
  const { signal } = new AbortController();
  const body = await buffer(request);
  const read: GatewayRequest = { id: randomUUID(), method, url, headers, body, signal };
  const operation = service.operation(read);
  const known = operation !== undefined && service.operations.has(operation);
  if (!known) return service.error(read, 501, 'UnsupportedOperation', `${operation} is not supported.`);
  return service.handle({ ...read, operation, caller: { kind: 'external' } });
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
