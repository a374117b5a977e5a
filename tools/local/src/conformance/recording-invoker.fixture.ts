import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Invoker } from '../services/lambda/function-config.ts';
import { functionError, TooManyRequestsError } from '../triggers/delivery/fake-invoker.fixture.ts';

/** One batch as the function got it, and when, in milliseconds of the stack's clock. */
type Call<Item> = { records: Item[]; at: number };
/** What a function does with a batch: answers a JSON text, fails, or is over its concurrency. */
type Answer = string | typeof functionError | 'throttled';
export type Answerer<Item> = (records: Item[], call: number) => Answer | Promise<Answer>;

/** A plain function in place of a deployed one: notes each batch, then answers it. Calls are counted from 1. */
export function recordingInvoker<Item>(clock: Clock, answer: Answerer<Item>) {
  const calls: Call<Item>[] = [];
  const invoker: Invoker = {
    invoke: async (_functionName, payload) => {
      const { Records: records }: { Records: Item[] } = JSON.parse(payload);
      const call = calls.push({ records, at: clock.now() });
      const answered = await answer(records, call);
      const requestId = randomUUID();
      if (answered === 'throttled') throw new TooManyRequestsError('Rate exceeded');
      if (answered === functionError)
        return { requestId, payload: '{"errorMessage":"boom"}', error: 'Unhandled', logTail: '' };
      return { requestId, payload: answered, logTail: '' };
    },
  };
  return { calls, invoker };
}

/** The answer that names these records as failed. */
export const reportOf = (...identifiers: (string | undefined)[]): string =>
  JSON.stringify({ batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })) });
