import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { refusalOf } from './object-precondition.ts';

export type ObjectStore = {
  /** Such as `http://127.0.0.1:4567`; a client that is given an IP address uses path-style URLs by itself. */
  endpoint: string;
  createBucket(name: string): void;
  stop(): Promise<void>;
};

/**
 * An S3-compatible store in memory on a free port of 127.0.0.1, with conditional writes and deletes: the engine behind
 * (fauxqs) leaves out `If-Match` and `If-None-Match` of these, so they are checked here, one writer of a key at a time.
 */
export async function startObjectStore(): Promise<ObjectStore> {
  const { startFauxqs } = await import('fauxqs');
  const engine = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  const agent = new Agent({ keepAlive: true });
  const forward = (incoming: IncomingMessage) => forwardTo(engine.port, agent, incoming);
  const writers = new Map<string, Promise<void>>();
  const server = createServer((incoming, answer) => {
    const path = incoming.url ?? '/';
    if (incoming.method === 'GET' || incoming.method === 'HEAD')
      return void relay(forward(incoming), answer).catch(() => answer.destroy());
    const before = writers.get(path) ?? Promise.resolve();
    const write = before.then(() => writeIf(engine.port, agent, incoming, answer));
    const settled = write.catch(() => void answer.destroy());
    writers.set(path, settled);
    void settled.then(() => writers.get(path) === settled && writers.delete(path));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // A TCP server that listens has one.
  return {
    endpoint: `http://127.0.0.1:${port}`,
    createBucket: (name) => void engine.createBucket(name),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      agent.destroy();
      await engine.stop();
    },
  };
}

async function writeIf(port: number, agent: Agent, incoming: IncomingMessage, answer: ServerResponse) {
  const refused = await refusalOf(incoming, () => etagOf(port, agent, incoming.url ?? '/'));
  if (refused === undefined) return relay(forwardTo(port, agent, incoming), answer);
  incoming.resume();
  await once(incoming, 'end');
  answer.writeHead(refused.status, { 'content-type': 'application/xml' }).end(refused.body);
}

function forwardTo(port: number, agent: Agent, incoming: IncomingMessage): Promise<IncomingMessage> {
  const { method, url: path, headers } = incoming;
  const outgoing = request({ host: '127.0.0.1', port, agent, method, path, headers });
  incoming.pipe(outgoing);
  return once(outgoing, 'response').then(([response]: IncomingMessage[]) => {
    if (response === undefined) throw new TypeError('The engine did not answer.');
    return response;
  });
}

async function relay(response: Promise<IncomingMessage>, answer: ServerResponse): Promise<void> {
  const from = await response;
  answer.writeHead(from.statusCode ?? 502, from.headers);
  await pipeline(from, answer);
}

/** The ETag of what stands at the path; undefined when nothing does. */
async function etagOf(port: number, agent: Agent, path: string): Promise<string | undefined> {
  const outgoing = request({ host: '127.0.0.1', port, agent, method: 'HEAD', path }).end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage]; // The event's one argument.
  response.resume();
  return response.statusCode === 200 ? response.headers.etag : undefined;
}
