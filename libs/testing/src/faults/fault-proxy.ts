import { once } from 'node:events';
import {
  Agent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';
import { serve } from '../serve.ts';
import { answerWith, type Exchange, type Fault, type Passing, type Reply } from './fault.ts';

/** What happens to a request, perhaps after a while; undefined: it goes through. */
export type FaultPlan = (passing: Passing) => Promise<Fault | undefined> | Fault | undefined;

/** An HTTP proxy in front of an engine that follows a plan of faults, and counts the faults by name. */
export async function startFaultProxy(engine: string, firstPlan: FaultPlan = () => undefined) {
  const agent = new Agent({ keepAlive: true });
  const injected = new Map<string, number>();
  const running = new Set<Promise<void>>();
  let plan = firstPlan;
  const server = await serve((incoming, answer) => {
    const done = pass(incoming, answer).catch(() => void incoming.socket.destroy());
    running.add(done);
    void done.finally(() => running.delete(done));
  });

  async function pass(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const { method = '', url = '/', headers } = incoming;
    const passing: Passing = { method, path: url, headers, body };
    const fault = await plan(passing);
    const exchange: Exchange = { passing, answer, forward: () => forwardTo(engine, agent, passing) };
    if (fault === undefined) return answerWith(answer, await exchange.forward());
    injected.set(fault.name, (injected.get(fault.name) ?? 0) + 1);
    await fault.inject(exchange);
  }

  const stop = async () => {
    await server.stop();
    agent.destroy();
  };
  return {
    endpoint: server.endpoint,
    follow: (next: FaultPlan) => void (plan = next),
    /** How often a fault of this name has happened. */
    injected: (name: string) => injected.get(name) ?? 0,
    /** Resolves when no request is under way: what a client gave up may still be written until then. */
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Headers about one connection, which the next one does not share. */
const OF_CONNECTION = ['connection', 'keep-alive'];
const passedOn = (headers: IncomingHttpHeaders): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_CONNECTION.includes(name)));

async function forwardTo(engine: string, agent: Agent, passing: Passing): Promise<Reply> {
  const { method, path, body } = passing;
  const outgoing = request(new URL(engine), { agent, method, path, headers: passedOn(passing.headers) });
  outgoing.end(body);
  const [answered] = (await once(outgoing, 'response')) as [IncomingMessage]; // The event's one argument.
  const { statusCode = 502, headers } = answered;
  return { status: statusCode, headers: passedOn(headers), body: await buffer(answered) };
}
