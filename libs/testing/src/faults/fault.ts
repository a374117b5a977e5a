import type { IncomingHttpHeaders, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** A request on its way from a client to an engine. */
export type Passing = { method: string; path: string; headers: IncomingHttpHeaders; body: Buffer };
export type Reply = { status: number; headers: OutgoingHttpHeaders; body: Buffer | string };
/** The request, a way to pass it on, and the answer that the client waits for. */
export type Exchange = { passing: Passing; forward(): Promise<Reply>; answer: ServerResponse };

/** What can go wrong with a request: it answers the client, or ends the connection. */
export type Fault = { name: string; inject(exchange: Exchange): Promise<unknown> | unknown };

/** The connection is reset, and the engine never sees the request. */
export const reset: Fault = { name: 'reset', inject: ({ answer }) => answer.socket?.resetAndDestroy() };

/** The engine does what is asked, and the client never hears of it. */
export const replyLost: Fault = {
  name: 'replyLost',
  inject: async ({ answer, forward }) => {
    await forward();
    answer.socket?.destroy();
  },
};

/** The engine does what is asked, and the body of its answer ends half-way. */
export const cutShort: Fault = {
  name: 'cutShort',
  inject: async ({ answer, forward }) => {
    const { status, headers, body } = await forward();
    answer.writeHead(status, headers);
    answer.write(body.slice(0, body.length / 2), () => answer.socket?.destroy());
  },
};

/** The request waits before it is passed on. */
export const late = (waitMs: () => number): Fault => ({
  name: 'latency',
  inject: async ({ answer, forward }) => {
    await delay(waitMs());
    answerWith(answer, await forward());
  },
});

/** The client gets this answer, and the engine never sees the request. */
export const refuse = (name: string, replyTo: (passing: Passing) => Reply): Fault => ({
  name,
  inject: ({ answer, passing }) => answerWith(answer, replyTo(passing)),
});

/** The engine does what is asked, and the client gets this answer instead of its own. */
export const misreport = (name: string, replyTo: (passing: Passing) => Reply): Fault => ({
  name,
  inject: async ({ answer, forward, passing }) => {
    await forward();
    answerWith(answer, replyTo(passing));
  },
});

export function answerWith(answer: ServerResponse, { status, headers, body }: Reply): void {
  answer.writeHead(status, headers).end(body);
}
