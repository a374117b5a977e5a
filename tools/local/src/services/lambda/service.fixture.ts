import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Service, ServiceResponse } from '../../gateway/service.ts';

/** One service over HTTP, for specs that ask it with real clients. */
export async function serveService(service: Service): Promise<{ endpoint: string; close(): void }> {
  const server = createServer(async (incoming, outgoing) => {
    const { id, status, headers, body } = await respond(service, incoming);
    outgoing.writeHead(status, { ...headers, 'x-amzn-requestid': id }).end(body);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, close: () => void server.close().closeAllConnections() };
}

async function respond(
  service: Service,
  incoming: IncomingMessage,
): Promise<ServiceResponse & { id: string }> {
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  const { method = 'GET', headers } = incoming;
  const { signal } = new AbortController();
  const request = { id: randomUUID(), method, url, headers, body: await buffer(incoming), signal };
  const operation = service.operation(request);
  if (operation === undefined || !service.operations.has(operation)) {
    return { id: request.id, ...service.error(request, 400, 'NotSupported', String(operation)) };
  }
  return {
    id: request.id,
    ...(await service.handle({ ...request, operation, caller: { kind: 'external' } })),
  };
}
