import type { Clock } from '../clock.ts';
import { FunctionsStoppedError, TooManyRequestsError } from './errors.ts';
import type { Invocation } from './function-config.ts';

/** An event on its way to a function. */
export type AsyncEvent = { functionName: string; payload: string; requestId: string };

/** Invocations that nobody waits for. Kept in memory: what is under way when the stack ends is lost. */
export type AsyncInvocations = {
  /** Takes the event; the function runs in the background. */
  accept(event: AsyncEvent): void;
  /** Gives up what waits for a retry. */
  stop(): void;
};

export type AsyncInvocationsOptions = {
  invoke(functionName: string, payload: string, requestId: string): Promise<Invocation>;
  clock: Clock;
  /** Told of an event that failed for good, with the error object or the error's message. */
  onDiscarded(event: AsyncEvent, reason: string): void;
};

const retryDelaysMs: readonly number[] = [60_000, 120_000];
const maxEventAgeMs = 6 * 3_600_000;
const firstThrottleDelayMs = 1_000;
const maxThrottleDelayMs = 300_000;

/**
 * Runs events as Lambda does: a function error is retried after 1 and after 2 minutes, a throttled invocation for up
 * to 6 hours with growing delays. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export function createAsyncInvocations(options: AsyncInvocationsOptions): AsyncInvocations {
  const { clock, onDiscarded } = options;
  const stopping = new AbortController();

  async function invokeUnthrottled(event: AsyncEvent, acceptedAt: number): Promise<Invocation> {
    for (let delay = firstThrottleDelayMs; ; delay = Math.min(delay * 2, maxThrottleDelayMs)) {
      try {
        return await options.invoke(event.functionName, event.payload, event.requestId);
      } catch (error) {
        const tooOld = clock.now() + delay - acceptedAt > maxEventAgeMs;
        if (!(error instanceof TooManyRequestsError) || tooOld) throw error;
        await clock.sleep(delay, stopping.signal);
      }
    }
  }

  async function run(event: AsyncEvent): Promise<void> {
    const acceptedAt = clock.now();
    let invocation = await invokeUnthrottled(event, acceptedAt);
    for (const delay of retryDelaysMs) {
      if (invocation.error === undefined) return;
      await clock.sleep(delay, stopping.signal);
      invocation = await invokeUnthrottled(event, acceptedAt);
    }
    if (invocation.error !== undefined) onDiscarded(event, invocation.payload);
  }

  function accept(event: AsyncEvent): void {
    run(event).catch((error: unknown) => {
      if (stopping.signal.aborted || error instanceof FunctionsStoppedError) return;
      onDiscarded(event, error instanceof Error ? error.message : String(error));
    });
  }

  return { accept, stop: () => stopping.abort() };
}
