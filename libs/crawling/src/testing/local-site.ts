import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Page = (response: ServerResponse, request: IncomingMessage) => void;

/** A web site with these pages by path; others are 404. `requests` has every path asked for, in order. */
export async function startSite(
  pages: Readonly<Record<string, Page>> = {},
  listen: { host?: string; port?: number } = {},
) {
  const requests: string[] = [];
  const listener: RequestListener = (request, response) => {
    const path = request.url ?? '';
    requests.push(path);
    const page = pages[path.replace(/\?.*$/, '')];
    if (page) page(response, request);
    else response.writeHead(404).end();
  };
  const { host = '127.0.0.1', port: wanted = 0 } = listen;
  const server = createServer(listener).listen(wanted, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    requests,
    port,
    authority: `${host}:${port}`,
    origin: `http://${host}:${port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** An HTML page as it stands. */
export const html =
  (text: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Page =>
  (response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(text);

export const redirect =
  (location: string, status = 302): Page =>
  (response) =>
    response.writeHead(status, { location }).end();

/** Plain text, such as a robots.txt. */
export const text =
  (content: string, status = 200): Page =>
  (response) =>
    response.writeHead(status, { 'content-type': 'text/plain' }).end(content);
