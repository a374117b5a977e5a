import type { Invoker } from '../../services/lambda/function-config.ts';
import { inOneLine } from './trouble-log.ts';

/** How one invocation with a batch went. `not-run`: the function never saw the batch. */
export type BatchOutcome =
  | { kind: 'answered'; requestId: string; payload: string }
  | { kind: 'function-error'; requestId: string; payload: string }
  | { kind: 'not-run'; reason: 'throttled' | 'unavailable'; message: string };

/** Limit of a synchronous invocation's payload. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const PAYLOAD_LIMIT_BYTES = 6 * 1024 * 1024;

/** Invokes the function with `{"Records": records}`; never rejects. */
export async function invokeBatch(
  invoker: Invoker,
  functionName: string,
  records: readonly unknown[],
  by: { iteratorAgeMs?: number } = {},
): Promise<BatchOutcome> {
  try {
    const invocation = await invoker.invoke(functionName, JSON.stringify({ Records: records }), by);
    const { requestId, payload } = invocation;
    return { kind: invocation.error === undefined ? 'answered' : 'function-error', requestId, payload };
  } catch (error) {
    return {
      kind: 'not-run',
      reason: isThrottle(error) ? 'throttled' : 'unavailable',
      message: inOneLine(error),
    };
  }
}

/** Whether the invoker refused because the function is at its concurrency limit. */
function isThrottle(error: unknown): boolean {
  return error instanceof Error && /^TooManyRequests(Error|Exception)$/.test(error.name);
}
