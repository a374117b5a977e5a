import { CrawlTimeoutError } from './errors.ts';

/** Settles as the promise does, or rejects with the signal's reason as soon as it aborts. */
export async function abortable<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort);
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Runs `call` with a signal that aborts as the given one does, and with `CrawlTimeoutError` after so many milliseconds. */
export async function withTimeLimit<Value>(
  signal: AbortSignal,
  limitMs: number,
  call: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const controller = new AbortController();
  const timeout = new CrawlTimeoutError(`Not done within ${limitMs} ms`);
  const timer = setTimeout(() => controller.abort(timeout), limitMs);
  const either = AbortSignal.any([signal, controller.signal]);
  try {
    return await abortable(call(either), either);
  } finally {
    clearTimeout(timer);
  }
}
