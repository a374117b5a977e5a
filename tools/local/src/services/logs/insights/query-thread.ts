import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { LogEvent } from '../log-events.ts';
import type { Row } from './run-commands.ts';

/** A query for the thread to begin, events to take into it, or the wish for its rows. */
export type QueryQuestion =
  | { begin: string; accountId: string }
  | { add: readonly LogEvent[]; group: string }
  | { rows: number };

/** What came of it; `goesOn` is false when no further event can change the result. */
export type QueryAnswer = { goesOn: boolean; matched: number; rows: readonly Row[] } | { failed: string };

/** A query took longer for a piece of its work than it may. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
}

/** Runs one query after the other in a thread of its own, so that no regular expression holds up the stack. */
type QueryThread = {
  /** One question at a time. Throws `TimeLimitError` after half a second; the thread is ended then, and its query is gone. */
  ask(question: QueryQuestion): Promise<Exclude<QueryAnswer, { failed: string }>>;
  /** Ends what runs; `ask` rejects. The next question begins another thread. */
  end(): Promise<void>;
};

const PIECE_MS = 500;
/** What a query may keep of its events, and the rest of what runs it. */
const MOST_MB = 512;

type Running = { worker: Worker; ready: Promise<unknown>; ended: AbortController };

export function createQueryThread(): QueryThread {
  let running: Running | undefined;

  function start(): Running {
    const worker = new Worker(new URL('query-worker.ts', import.meta.url), {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      resourceLimits: { maxOldGenerationSizeMb: MOST_MB },
    });
    worker.unref();
    worker.on('error', () => undefined); // It is told to the question that waits.
    const ended = new AbortController();
    return { worker, ready: once(worker, 'message', { signal: ended.signal }), ended };
  }

  async function end(): Promise<void> {
    const { worker, ended } = running ?? {};
    running = undefined;
    ended?.abort();
    await worker?.terminate();
  }

  async function ask(question: QueryQuestion) {
    running ??= start();
    const { worker, ready, ended } = running;
    let late: AbortSignal | undefined;
    try {
      await ready;
      late = AbortSignal.timeout(PIECE_MS);
      worker.postMessage(question);
      const [answer] = await once(worker, 'message', { signal: AbortSignal.any([late, ended.signal]) });
      // Written by query-worker.ts, which runs in this thread and no other.
      return succeeded(answer as QueryAnswer);
    } catch (error) {
      if (running?.worker === worker) await end();
      throw late?.aborted === true ? new TimeLimitError('A piece of the query took too long.') : error;
    }
  }

  return { ask, end };
}

function succeeded(answer: QueryAnswer) {
  if ('failed' in answer) throw new Error(answer.failed);
  return answer;
}
