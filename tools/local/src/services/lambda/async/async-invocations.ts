import { type Clock, countSleepers } from '../../../clock.ts';
import type { AsyncEvent, AsyncEventFile, AsyncProgress, StoredEvent } from './async-event-file.ts';
import { deadLetter, type FailureMessage, failureRecord } from './async-failure.ts';
import { acceptedAt, afterTry, type AsyncPolicy, type AsyncTry } from './async-retry.ts';
import { FunctionNotFoundError, FunctionsStoppedError } from '../errors.ts';
import type { Invocation } from '../function-config.ts';

/** How a function takes events, and which queues are told of those that it failed. */
export type AsyncSettings = AsyncPolicy & {
  functionArn: string;
  onFailureArn?: string;
  deadLetterArn?: string;
};

/** Invocations that nobody waits for. */
export type AsyncInvocations = {
  /** Keeps the event, and runs its function in the background; one that was kept before is not taken twice. */
  accept(event: AsyncEvent): void;
  /** Goes on with the events that an earlier run left, once their functions are there. */
  resume(): void;
  /** Leaves off; what is not done with stays for the next run. Resolves when nothing is under way. */
  stop(): Promise<void>;
  /** Forgets every event, and goes on with those that come then. */
  clear(): Promise<void>;
  /** How many events are under way; those that wait for their next try are not. */
  underWay(): number;
};

export type AsyncInvocationsOptions = {
  invoke(event: AsyncEvent): Promise<Invocation>;
  clock: Clock;
  events: AsyncEventFile;
  settingsOf(functionName: string): AsyncSettings;
  /** Sends to a queue in the name of the function's role. */
  send(functionName: string, queueArn: string, message: FailureMessage, signal: AbortSignal): Promise<void>;
  /** Told of an event that failed for good, with the error object or the error's message. */
  onDiscarded(event: AsyncEvent, reason: string): void;
  /** Told of a queue that did not take an event. */
  onUndelivered(event: AsyncEvent, queueArn: string, reason: string): void;
};

/** Tries to reach a queue, and the wait between them. */
const DELIVERY_TRIES = 5;
const DELIVERY_DELAY_MS = 1_000;

/** Runs events as Lambda does, at least once each, whatever ends this process. */
export function createAsyncInvocations(options: AsyncInvocationsOptions): AsyncInvocations {
  const { events } = options;
  const clock = countSleepers(options.clock);
  let stopping = new AbortController();
  let { signal } = stopping;
  const running = new Map<string, Promise<void>>();

  async function tryOnce(event: AsyncEvent): Promise<AsyncTry> {
    try {
      const invocation = await options.invoke(event);
      return { kind: 'answered', payload: invocation.payload, failed: invocation.error !== undefined };
    } catch (error) {
      if (error instanceof FunctionsStoppedError || error instanceof FunctionNotFoundError) throw error;
      return { kind: 'refused', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  async function untilDone({ event, progress: first }: StoredEvent): Promise<void> {
    let progress = first;
    while (progress.condition === undefined) {
      await sleepUntilDue(progress, clock, signal);
      const next = afterTry(
        progress,
        await tryOnce(event),
        options.settingsOf(event.functionName),
        clock.now(),
      );
      if (next === undefined) return;
      progress = next;
      events.save(event.requestId, progress);
    }
    await giveUp(event, progress);
  }

  async function giveUp(event: AsyncEvent, progress: AsyncProgress): Promise<void> {
    const { functionArn, onFailureArn, deadLetterArn } = options.settingsOf(event.functionName);
    const record = failureRecord(event, progress, { functionArn, now: clock.now() });
    if (onFailureArn !== undefined) await deliver(event, onFailureArn, record);
    if (deadLetterArn !== undefined) await deliver(event, deadLetterArn, deadLetter(event, progress));
    options.onDiscarded(event, progress.reason ?? '');
  }

  async function deliver(event: AsyncEvent, queueArn: string, message: FailureMessage): Promise<void> {
    for (let left = DELIVERY_TRIES - 1; ; left -= 1) {
      try {
        return await options.send(event.functionName, queueArn, message, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (left === 0) return options.onUndelivered(event, queueArn, String(error));
      }
      await clock.sleep(DELIVERY_DELAY_MS, signal);
    }
  }

  async function run(stored: StoredEvent): Promise<void> {
    const { event } = stored;
    try {
      await untilDone(stored);
    } catch (error) {
      if (signal.aborted || error instanceof FunctionsStoppedError) return;
      options.onDiscarded(event, error instanceof Error ? error.message : String(error));
    }
    events.remove(event.requestId);
  }

  function start(stored: StoredEvent): void {
    const { requestId } = stored.event;
    if (running.has(requestId) || signal.aborted) return;
    running.set(
      requestId,
      run(stored).finally(() => running.delete(requestId)),
    );
  }

  async function stop(): Promise<void> {
    stopping.abort();
    await Promise.all(running.values());
  }

  return {
    accept: (event) => {
      const { trace } = event;
      const stored = {
        event,
        progress: { ...acceptedAt(clock.now()), ...(trace !== undefined && { trace }) },
      };
      if (events.add(stored)) start(stored);
    },
    resume: () => events.all().forEach(start),
    stop,
    clear: async () => {
      await stop();
      for (const { event } of events.all()) events.remove(event.requestId);
      stopping = new AbortController();
      ({ signal } = stopping);
    },
    underWay: () => running.size - clock.sleeping(),
  };
}

/** A clock that was started anew may be behind the time that was noted: then the wait is as long as it was meant. */
async function sleepUntilDue(
  { dueAt, delayMs }: AsyncProgress,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const wait = Math.min(dueAt - clock.now(), delayMs);
  if (wait > 0) await clock.sleep(wait, signal);
}
