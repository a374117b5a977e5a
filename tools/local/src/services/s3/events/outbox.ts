import * as z from 'zod';
import type { ObjectDatabase } from '../store/object-database.ts';

const row = z.object({ request_id: z.string(), function_name: z.string(), payload: z.string() });

/** An event for a function; `requestId` is the function's. */
export type ObjectEvent = { requestId: string; functionName: string; payload: string };

/** Events that are written with the change that they tell of, until Lambda has taken them. */
export type OutboxRows = {
  add(event: ObjectEvent): void;
  remove(requestId: string): void;
  /** In the order in which they were added. */
  all(): ObjectEvent[];
  /** A number over every earlier one, and over those of a database that was thrown away. */
  nextSequence(now: number): number;
};

export function outboxRows({ prepare }: ObjectDatabase): OutboxRows {
  const insert = prepare(
    'INSERT INTO outbox VALUES (?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM outbox))',
  );
  const remove = prepare('DELETE FROM outbox WHERE request_id = ?');
  const all = prepare('SELECT request_id, function_name, payload FROM outbox ORDER BY position');
  const next = prepare(
    `INSERT INTO sequence VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET last = max(last + 1, excluded.last)
     RETURNING last`,
  );
  return {
    add: ({ requestId, functionName, payload }) => void insert.run(requestId, functionName, payload),
    remove: (requestId) => void remove.run(requestId),
    all: () =>
      all.all().map((each) => {
        const { request_id: requestId, function_name: functionName, payload } = row.parse(each);
        return { requestId, functionName, payload };
      }),
    // A thousand changes per millisecond before it runs ahead of the time, and exact as a number until 2248.
    nextSequence: (now) => Number(next.get(now * 1024)?.['last']),
  };
}

/** Hands events on to Lambda, in the order of what they tell of. */
type EventSender = {
  /** Begins, with what an earlier run left. */
  start(): void;
  /** Hands on what is in the outbox; nothing before `start`. */
  send(): void;
};

/** `accept` keeps an event before it returns; one that was kept before is not run twice. */
export function createEventSender(outbox: OutboxRows, accept: (event: ObjectEvent) => void): EventSender {
  let started = false;
  const send = () => {
    if (!started) return;
    for (const event of outbox.all()) {
      accept(event);
      outbox.remove(event.requestId);
    }
  };
  const start = () => {
    started = true;
    send();
  };
  return { start, send };
}
