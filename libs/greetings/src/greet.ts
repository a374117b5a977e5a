import { setTimeout as delay } from 'node:timers/promises';
import { type Greeting, greetingRequest } from '@hanok/events';
import { created, refusal, type RestAnswer, route, type Route, UnavailableError } from '@hanok/lambda';
import type { GreetingsTable } from './greetings-table.ts';

/** How often a greeting is tried while another writer holds its retry id. */
const ATTEMPTS = 6;
/** The longest wait before the second attempt; it doubles with each one. */
const FIRST_BACKOFF_MS = 25;

type Options = {
  greetings: GreetingsTable;
  now?: () => Date;
  /** From 0 up to, not including, 1. */
  random?: () => number;
};

/**
 * `POST /greetings`: keeps who was greeted and when, and answers it. A request that comes again under one
 * `Idempotency-Key`, or one invocation that Lambda runs again, is answered with the greeting that stands; another name
 * under that key is refused with 422.
 */
export function createGreet(options: Options): Route {
  return route({
    httpMethod: 'POST',
    resource: '/greetings',
    body: greetingRequest,
    idempotencyKey: true,
    handle: async ({ body, idempotencyKey, requestId }, signal) => {
      const retryId = idempotencyKey === undefined ? `request#${requestId}` : `key#${idempotencyKey}`;
      const now = options.now?.() ?? new Date();
      const greeted = { Name: body.Name, GreetedAt: now.toISOString() };
      return answerOf(greeted, await keep(greeted, retryId, { ...options, signal }, 1));
    },
  });
}

type Run = Options & { signal: AbortSignal };

/** Waits a random time up to a bound that doubles with each attempt, so that writers of one retry id come apart. */
async function keep(greeted: Greeting, retryId: string, run: Run, attempt: number): Promise<Greeting> {
  const outcome = await run.greetings.keep(greeted, retryId, run.signal);
  if (outcome.kind !== 'contended') return outcome.greeting;
  if (attempt >= ATTEMPTS)
    throw new UnavailableError('Other writers held the retry id until the last attempt');
  const random = run.random ?? Math.random;
  await delay(random() * FIRST_BACKOFF_MS * 2 ** (attempt - 1), undefined, { signal: run.signal });
  return keep(greeted, retryId, run, attempt + 1);
}

function answerOf(asked: Greeting, standing: Greeting): RestAnswer {
  if (standing.Name !== asked.Name)
    return refusal(422, 'Idempotency-Key: already stands for a greeting of another name');
  return created(standing);
}
