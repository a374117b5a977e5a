import type { ObjectEvent, OutboxRows } from './outbox-rows.ts';

/** Hands events on to Lambda, in the order of what they tell of. */
export type EventSender = {
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
