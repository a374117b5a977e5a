import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../../../clock.ts';
import type { Delivery, SnsStore } from '../sns-store.ts';
import type { Message, Subscription, Topic } from '../topic.ts';
import { bury, deliver, type Endpoints, type Outcome } from './deliver.ts';
import { filterOf } from './filter-policy.ts';
import { textOf } from './notification.ts';

/** What is on its way from topics to their subscribers. */
export type Deliveries = {
  /** Keeps the messages for every subscription that they are for before it returns, and delivers them. */
  publish(topic: Topic, messages: readonly Message[]): void;
  /** Begins to deliver, with what an earlier run left. */
  start(): void;
  /** Leaves off; what is not delivered stays for the next run. */
  stop(): Promise<void>;
};

/** Tries to bring a message to a dead-letter queue, and the wait between them. */
const BURY_TRIES = 5;
const BURY_DELAY_MS = 1_000;

/** Delivers at least once, in no order, whatever ends this process. */
export function createDeliveries(options: {
  store: SnsStore;
  clock: Clock;
  endpoints: Endpoints;
  onNotice(text: string): void;
}): Deliveries {
  const { store, clock, endpoints, onNotice } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = new Map<number, Promise<void>>();
  let started = false;

  async function untilDelivered(first: Delivery): Promise<void> {
    for (let delivery = first; ;) {
      const wait = delivery.dueAt - clock.now();
      // A clock that was started anew may be behind the time that was noted.
      if (wait > 0) await clock.sleep(Math.min(wait, retryDelay(delivery.attempts) ?? 0), signal);
      const subscription = store.subscriptions.find(delivery.subscriptionArn);
      if (subscription === undefined) return;
      const { message } = delivery;
      const outcome = await deliver(message, subscription, endpoints, requestIdOf(delivery), signal);
      if (outcome.kind === 'delivered') return;
      const delay = outcome.kind === 'refused' ? undefined : retryDelay(delivery.attempts + 1);
      if (delay === undefined) return giveUp(message, subscription, outcome.reason);
      delivery = { ...delivery, attempts: delivery.attempts + 1, dueAt: clock.now() + delay };
      store.deliveries.save(delivery);
    }
  }

  async function giveUp(message: Message, subscription: Subscription, reason: string): Promise<void> {
    const deadLetterArn = deadLetterArnOf(subscription.redrivePolicy);
    const lost = `sns: ${subscription.endpoint} did not take message ${message.id}: ${reason}`;
    if (deadLetterArn === undefined) return onNotice(lost);
    for (let left = BURY_TRIES; ; left -= 1) {
      const outcome: Outcome = await bury(
        message,
        subscription,
        { deadLetterArn, reason },
        endpoints,
        signal,
      );
      if (outcome.kind === 'delivered') return;
      if (outcome.kind === 'refused' || left === 1)
        return onNotice(`${lost}; nor did ${deadLetterArn}: ${outcome.reason}`);
      await clock.sleep(BURY_DELAY_MS, signal);
    }
  }

  async function run(delivery: Delivery): Promise<void> {
    try {
      await untilDelivered(delivery);
    } catch (error) {
      if (signal.aborted) return;
      onNotice(`sns: message ${delivery.message.id} is lost: ${String(error)}`);
    }
    store.deliveries.remove(delivery.id);
  }

  function begin(delivery: Delivery): void {
    if (!started || signal.aborted || running.has(delivery.id)) return;
    running.set(
      delivery.id,
      run(delivery).finally(() => running.delete(delivery.id)),
    );
  }

  return {
    publish: ({ arn }, messages) => {
      const subscribers = store.subscriptions.ofTopic(arn).map((subscription) => ({
        ...{ subscription, isFor: filterOf(subscription.filterPolicy, subscription.filterScope) },
      }));
      const added = store.transaction(() =>
        messages.flatMap((message) =>
          subscribers
            .filter(({ subscription, isFor }) => isFor(message, textOf(message, subscription)))
            .map(({ subscription }) => store.deliveries.add(subscription.arn, message, clock.now())),
        ),
      );
      added.forEach(begin);
    },
    start: () => {
      started = true;
      store.deliveries.all().forEach(begin);
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(running.values());
    },
  };
}

export const redrivePolicy = z.strictObject({
  deadLetterTargetArn: z.string().regex(/^arn:[^:]+:sqs:[^:]*:\d{12}:[^:]+$/),
});

function deadLetterArnOf(policy: string | undefined): string | undefined {
  return policy === undefined ? undefined : redrivePolicy.parse(JSON.parse(policy)).deadLetterTargetArn;
}

/** The same for every try of a delivery, and another for every subscriber of a message. */
function requestIdOf({ subscriptionArn, message }: Delivery): string {
  const digest = createHash('sha256').update(`${subscriptionArn} ${message.id}`).digest('hex');
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

/** Retries in a row, and the wait before each in milliseconds. */
const PHASES: readonly { retries: number; delayMs(index: number): number }[] = [
  { retries: 3, delayMs: () => 0 },
  { retries: 2, delayMs: () => 1_000 },
  { retries: 10, delayMs: (index) => Math.round(1_000 * 20 ** (index / 9)) },
  { retries: 100_000, delayMs: () => 20_000 },
];

/**
 * Milliseconds between one failed attempt and the next, after so many of them; undefined when there are no further ones.
 * SNS keeps at a queue or a function for 100,015 attempts; where it spreads them at random, the stack does not.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
export function retryDelay(attempts: number): number | undefined {
  let index = attempts - 1;
  for (const { retries, delayMs } of PHASES) {
    if (index < retries) return delayMs(index);
    index -= retries;
  }
  return undefined;
}
