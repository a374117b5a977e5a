import { type Clock, countSleepers } from '../clock.ts';
import type { Outcome } from './endpoints.ts';

/** Something on its way: how often it was tried without success, and when the next try is due. */
export type Tried = { id: number; attempts: number; dueAt: number };

/** What is on its way, kept in a file. */
export type DeliveryRows<Item extends Tried> = {
  all(): Item[];
  save(item: Item): void;
  remove(id: number): void;
};

/** What a service delivers by itself, at least once and in no order. */
export type Deliveries<Item extends Tried> = {
  /** Begins with what is kept already. */
  begin(items: readonly Item[]): void;
  /** Begins to deliver, with what an earlier run left; what comes before waits. */
  start(): void;
  /** Leaves off; what is not delivered stays for the next run. */
  stop(): Promise<void>;
  /** Forgets what is not delivered, and goes on with what comes then. */
  clear(): Promise<void>;
  /** How many are being delivered; those that wait for their next try are not. */
  underWay(): number;
};

/** Tries to bring something to a dead-letter queue, and the wait between them. */
const BURY_TRIES = 5;
const BURY_DELAY_MS = 1_000;

/** Tries each item again and again, whatever ends this process, and gives up what is refused or has no further try. */
export function createDeliveries<Item extends Tried>(options: {
  rows: DeliveryRows<Item>;
  clock: Clock;
  /** Undefined for an item whose receiver is gone. */
  attempt(item: Item, signal: AbortSignal): Promise<Outcome | undefined>;
  /** Milliseconds until the next try of an item that failed so often; undefined when there is none. */
  retryDelay(item: Item): number | undefined;
  /** Sends to the dead-letter queue; undefined when there is none. */
  bury(item: Item, reason: string, signal: AbortSignal): Promise<Outcome> | undefined;
  /** Told of an item that is lost. */
  onLost(item: Item, reason: string): void;
}): Deliveries<Item> {
  const { rows } = options;
  const clock = countSleepers(options.clock);
  let stopping = new AbortController();
  let { signal } = stopping;
  const running = new Map<number, Promise<void>>();
  let started = false;

  async function untilDone(first: Item): Promise<void> {
    for (let item = first; ;) {
      const wait = item.dueAt - clock.now();
      // A clock that was started anew may be behind the time that was noted.
      if (wait > 0) await clock.sleep(Math.min(wait, options.retryDelay(item) ?? 0), signal);
      const outcome = await options.attempt(item, signal);
      if (outcome === undefined || outcome.kind === 'delivered') return;
      const failed = { ...item, attempts: item.attempts + 1 };
      const delay = outcome.kind === 'refused' ? undefined : options.retryDelay(failed);
      if (delay === undefined) return giveUp(failed, outcome.reason);
      item = { ...failed, dueAt: clock.now() + delay };
      rows.save(item);
    }
  }

  async function giveUp(item: Item, reason: string): Promise<void> {
    for (let left = BURY_TRIES; ; left -= 1) {
      const outcome = await options.bury(item, reason, signal);
      if (outcome === undefined) return options.onLost(item, reason);
      if (outcome.kind === 'delivered') return;
      if (outcome.kind === 'refused' || left === 1)
        return options.onLost(item, `${reason}; nor did the dead-letter queue: ${outcome.reason}`);
      await clock.sleep(BURY_DELAY_MS, signal);
    }
  }

  async function run(item: Item): Promise<void> {
    try {
      await untilDone(item);
    } catch (error) {
      if (signal.aborted) return;
      options.onLost(item, String(error));
    }
    rows.remove(item.id);
  }

  function begin(items: readonly Item[]): void {
    if (!started || signal.aborted) return;
    for (const item of items) {
      if (running.has(item.id)) continue;
      running.set(
        item.id,
        run(item).finally(() => running.delete(item.id)),
      );
    }
  }

  async function stop(): Promise<void> {
    stopping.abort();
    await Promise.all(running.values());
  }

  return {
    begin,
    start: () => {
      started = true;
      begin(rows.all());
    },
    stop,
    clear: async () => {
      await stop();
      for (const { id } of rows.all()) rows.remove(id);
      stopping = new AbortController();
      ({ signal } = stopping);
    },
    underWay: () => running.size - clock.sleeping(),
  };
}
