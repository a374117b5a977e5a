import { randomUUID } from 'node:crypto';
import type { Invocation, Invoker } from '../../services/lambda/function-config.ts';

/** An invoker that runs a function in this process; `invoke` rejects when the function throws. */
export function createFakeInvoker<Event>(run: (event: Event) => unknown): Invoker {
  return {
    async invoke(_functionName, payload): Promise<Invocation> {
      const event: Event = JSON.parse(payload);
      const answer = await run(event);
      const requestId = randomUUID();
      if (answer === functionError) {
        return { requestId, payload: '{"errorMessage":"boom"}', error: 'Unhandled', logTail: '' };
      }
      return { requestId, payload: JSON.stringify(answer ?? null), logTail: '' };
    },
  };
}

/** Returned by a fake function to fail as a thrown error in a handler does. */
export const functionError = Symbol('function error');

/** The invoker port's refusal over a concurrency limit. */
export class TooManyRequestsError extends Error {
  override name = 'TooManyRequestsError' as const;
}
