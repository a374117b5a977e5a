import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { cancelled, refused } from './fault-answers.fixture.ts';

/**
 * What can go wrong between a client and DynamoDB. After `replyLost`, `errorAfterCommit` and a long `latency` the
 * client cannot know that its transaction was written; after the others it was not.
 */
export const FAULTS = [
  'throttle',
  'serverError',
  'errorAfterCommit',
  'conflict',
  'replyLost',
  'latency',
  'reset',
] as const;
export type Fault = (typeof FAULTS)[number];

/** What happens to a request, decided from its body; undefined: it goes through. */
export type FaultPlan = (body: string) => Fault | undefined;

type Options = { engine: string; latencyMs: () => number; pick: (count: number) => number };

/** An HTTP proxy in front of a DynamoDB-compatible engine that injects the faults of a plan, and counts them. */
export async function startFaultProxy(options: Options) {
  const agent = new Agent({ keepAlive: true });
  const injected = new Map<Fault | 'none', number>();
  let plan: FaultPlan = () => undefined;
  const running = new Set<Promise<void>>();
  const server = createServer((incoming, answer) => {
    const done = serve(incoming, answer).catch(() => void incoming.socket.destroy());
    running.add(done);
    void done.finally(() => running.delete(done));
  });

  async function serve(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const fault = plan(body.toString());
    injected.set(fault ?? 'none', (injected.get(fault ?? 'none') ?? 0) + 1);
    const forward = () => forwardTo(options.engine, agent, incoming, body);
    await (fault === undefined
      ? reply(answer, await forward())
      : inject(fault, { answer, forward, body }, options));
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    injected,
    follow: (next: FaultPlan) => void (plan = next),
    /** Resolves when no request is under way: what a client gave up may still be written until then. */
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      agent.destroy();
    },
  };
}

type Exchange = { answer: ServerResponse; forward: () => Promise<Reply>; body: Buffer };
export type Reply = { status: number; headers: Record<string, string>; body: Buffer | string };

async function inject(fault: Fault, exchange: Exchange, { pick, latencyMs }: Options): Promise<void> {
  const { answer, forward, body } = exchange;
  switch (fault) {
    case 'throttle':
      return reply(answer, refused(pick));
    case 'serverError':
      return reply(answer, SERVER_ERROR);
    case 'errorAfterCommit':
      await forward();
      return reply(answer, SERVER_ERROR);
    case 'conflict':
      return reply(answer, cancelled(body.toString(), pick));
    case 'replyLost':
      await forward();
      return void answer.socket?.destroy();
    case 'latency':
      await delay(latencyMs());
      return reply(answer, await forward());
    case 'reset':
      return void answer.socket?.resetAndDestroy();
  }
}

const SERVER_ERROR: Reply = {
  status: 500,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify({
    __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError',
    message: 'injected',
  }),
};

function reply(answer: ServerResponse, { status, headers, body }: Reply): void {
  answer.writeHead(status, headers).end(body);
}

async function forwardTo(
  engine: string,
  agent: Agent,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
) {
  const outgoing = request(new URL(url ?? '/', engine), { agent, method, headers });
  outgoing.end(body);
  const [answered]: IncomingMessage[] = await once(outgoing, 'response');
  if (answered === undefined) throw new Error('No response.');
  const type = answered.headers['content-type'] ?? 'application/x-amz-json-1.0';
  return {
    status: answered.statusCode ?? 502,
    headers: { 'content-type': type },
    body: await buffer(answered),
  };
}
