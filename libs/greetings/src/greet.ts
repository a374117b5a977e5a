import {
  created,
  fingerprint,
  KEY_REUSED,
  type RestAnswer,
  route,
  type Route,
  UnavailableError,
} from '@hanok/lambda';
import { untilUncontended } from '@hanok/tables';
import { type Greeting, greetingRequest } from './greeting.ts';
import type { GreetingTable, Kept } from './tables/greeting-table.ts';

type Options = {
  greetings: Pick<GreetingTable, 'keep'>;
  now?: () => Date;
  /** From 0 up to, not including, 1. */
  random?: () => number;
};

/**
 * `POST /greetings`: keeps who was greeted and when, and answers it. A request that comes again under one
 * `Idempotency-Key`, or one invocation that Lambda runs again, is answered with the greeting that stands; another name
 * under that key is refused with 422.
 */
export function greet({ greetings, now = () => new Date(), random }: Options): readonly Route[] {
  return [
    route({
      httpMethod: 'POST',
      resource: '/greetings',
      body: greetingRequest,
      idempotencyKey: true,
      handle: async ({ body, idempotencyKey, requestId }, signal) => {
        const retryId = idempotencyKey === undefined ? `request#${requestId}` : `key#${idempotencyKey}`;
        const request = { retryId, fingerprint: fingerprint(body) };
        const time = now();
        const greeted = { Name: body.Name, GreetedAt: time.toISOString() };
        const keep = () => greetings.keep(greeted, request, time, signal);
        return answerOf(greeted, request, await untilUncontended(keep, { signal, random }));
      },
    }),
  ];
}

function answerOf(greeted: Greeting, request: { fingerprint: string }, kept: Kept): RestAnswer {
  switch (kept.kind) {
    case 'kept':
      return created(greeted);
    case 'repeated':
      return kept.receipt.fingerprint === request.fingerprint ? created(kept.receipt.answer) : KEY_REUSED;
    case 'contended':
      throw new UnavailableError('Other writers held the retry id until the last attempt');
  }
}
