import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/**
 * What can go wrong between a client and S3: it is not answered at all, is refused as too busy, the request is done
 * but the answer lost, or the body of an answer breaks off half-way.
 */
export const FAULTS = ['reset', 'busy', 'answerLost', 'cutShort'] as const;
export type Fault = (typeof FAULTS)[number];

export type Passing = { method: string; bucket: string; key: string };
/** What happens to a request, perhaps after a while; undefined: it goes through. */
export type FaultPlan = (passing: Passing) => Promise<Fault | undefined> | Fault | undefined;

/** An HTTP proxy in front of an object store that follows a plan of faults and notes every request. */
export async function startFaultProxy(endpoint: string) {
  const noted: string[] = [];
  let plan: FaultPlan = () => undefined;
  const server = createServer((incoming, answer) => {
    serve(incoming, answer).catch(() => void incoming.socket.destroy());
  });

  async function serve(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const passing = passingOf(incoming);
    noted.push(`${passing.method} ${passing.bucket}/${passing.key}`);
    const body = await buffer(incoming);
    const fault = await plan(passing);
    if (fault === 'reset') return void incoming.socket.destroy();
    if (fault === 'busy') return void answer.writeHead(503).end('<Error><Code>SlowDown</Code></Error>');
    const reply = await forward(endpoint, incoming, body);
    if (fault === 'answerLost') return void incoming.socket.destroy();
    answer.writeHead(reply.status, reply.headers);
    if (fault !== 'cutShort') return void answer.end(reply.body);
    answer.write(reply.body.subarray(0, reply.body.length / 2), () => incoming.socket.destroy());
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // A TCP server that listens has one.
  return {
    endpoint: `http://127.0.0.1:${port}`,
    follow: (next: FaultPlan) => void (plan = next),
    /** The requests since the last call, as `GET bucket/key`. */
    requests: () => noted.splice(0),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function passingOf({ method = '', url = '/' }: IncomingMessage): Passing {
  const [path = ''] = url.split('?');
  const [, bucket = '', ...key] = path.split('/');
  return { method, bucket, key: decodeURIComponent(key.join('/')) };
}

async function forward(endpoint: string, { method, url, headers }: IncomingMessage, body: Buffer) {
  const { hostname, port } = new URL(endpoint);
  const outgoing = request({
    hostname,
    port,
    method,
    path: url,
    headers: { ...headers, connection: 'close' },
  });
  outgoing.end(body);
  const [reply] = (await once(outgoing, 'response')) as [IncomingMessage]; // The event's one argument.
  return { status: reply.statusCode ?? 502, headers: reply.headers, body: await buffer(reply) };
}
