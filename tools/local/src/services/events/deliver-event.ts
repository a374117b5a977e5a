import { readArn } from '../../arn.ts';
import type { Clock } from '../../clock.ts';
import { createDeliveries, type Deliveries } from '../../deliveries/create-deliveries.ts';
import type { Endpoints } from '../../deliveries/endpoints.ts';
import { uuidOf } from '../../uuid-of.ts';
import type { EventDelivery, EventsStore } from './events-store.ts';
import { inputOf } from './target-input.ts';

/** Brings events to the targets of rules, which are functions and queues. */
export function createEventDeliveries(options: {
  rows: EventsStore['deliveries'];
  clock: Clock;
  endpoints: Endpoints;
  onNotice(text: string): void;
}): Deliveries<EventDelivery> {
  const { rows, clock, endpoints, onNotice } = options;
  return createDeliveries<EventDelivery>({
    rows,
    clock,
    attempt: async ({ ruleArn, target, event, eventId, trace }, signal) => {
      const input = inputOf(target, event);
      if (readArn(target.arn).service === 'sqs')
        return endpoints.send(ruleArn, target.arn, { body: input, trace }, signal);
      // The same for every try, and another for every target.
      const requestId = uuidOf(`${ruleArn} ${target.id} ${eventId}`);
      return endpoints.invoke(ruleArn, target.arn, { payload: input, requestId, trace });
    },
    retryDelay: (delivery) => retryDelay(delivery, clock.now()),
    bury: (delivery, reason, signal) => {
      const { ruleArn, target, event, trace } = delivery;
      if (target.deadLetterArn === undefined) return undefined;
      const attributes = lettersOf(delivery, reason, clock.now());
      return endpoints.send(ruleArn, target.deadLetterArn, { body: event, attributes, trace }, signal);
    },
    onLost: ({ ruleArn, target, eventId }, reason) =>
      onNotice(`events: target ${target.id} of ${ruleArn} did not take event ${eventId}: ${reason}`),
  });
}

const FIRST_DELAY_MS = 1_000;
/** With it, 185 tries fill the 24 hours of the default policy. */
const MAX_DELAY_MS = 480_000;

/**
 * Milliseconds before the next try of an event: growing delays, which AWS does not tell, within the policy of the target.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
 */
function retryDelay(delivery: EventDelivery, now: number): number | undefined {
  const { attempts, acceptedAt, target } = delivery;
  const delay = Math.min(FIRST_DELAY_MS * 2 ** Math.min(attempts - 1, 20), MAX_DELAY_MS);
  const isTooOld = now + delay - acceptedAt > target.maximumAgeSeconds * 1000;
  return attempts > target.maximumAttempts || isTooOld ? undefined : delay;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
function lettersOf(delivery: EventDelivery, reason: string, now: number) {
  const { ruleArn, target, attempts } = delivery;
  const exhausted = attempts > target.maximumAttempts ? 'MaximumRetryAttempts' : 'MaximumEventAgeInSeconds';
  const isExhausted = retryDelay(delivery, now) === undefined;
  const texts = {
    ...{ RULE_ARN: ruleArn, TARGET_ARN: target.arn, RETRY_ATTEMPTS: String(attempts - 1) },
    ERROR_CODE: 'SDK_CLIENT_ERROR',
    ERROR_MESSAGE: reason.slice(0, 1024),
    ...(isExhausted && { EXHAUSTED_RETRY_CONDITION: exhausted }),
  };
  return Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, { type: 'String', value }]));
}
