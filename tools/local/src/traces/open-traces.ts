import { Worker } from 'node:worker_threads';
import type { TraceDetail, TracePage, TraceQuery } from '@hanok/console';
import type { TraceEvent } from './trace-event.ts';
import { createTracer, type Tracer } from './tracer.ts';
import type { FromTraceWorker, ToTraceWorker, TraceWorkerStart } from './worker-messages.ts';

/** The traces of the stack. */
export type Traces = AsyncDisposable & {
  /** For spans that begin when `ready` is resolved. */
  tracer: Tracer;
  /** Rejects with StateFileError for a file that can be neither used nor replaced. */
  ready: Promise<void>;
  list(query: TraceQuery): Promise<TracePage>;
  /** By the id of a trace, a request, a message, an event, a ticket or an execution, or `latest`. */
  find(id: string): Promise<TraceDetail | undefined>;
  /** Forgets every trace. */
  clear(): Promise<void>;
};

/** Events are handed over together, at most this many milliseconds after they happened. */
const HAND_OVER_MS = 40;
const HAND_OVER_EVENTS = 500;
/** Events on their way to the thread; more are left out, and said so once. */
const MOST_ON_THE_WAY = 100_000;
/**
 * For new objects of the thread. V8 by itself takes more, and keeps it when there is nothing to do; with less, a busy stack
 * collects them all the time.
 */
const MOST_YOUNG_MB = 24;

/** Opens the traces in `file`, or in memory for `:memory:`. `onChanged` is told of traces that have changed. */
export function openTraces(options: {
  file: string;
  onChanged(): void;
  onNotice(text: string): void;
}): Traces {
  const worker = new Worker(new URL('trace-worker.ts', import.meta.url), {
    workerData: { file: options.file } satisfies TraceWorkerStart,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    resourceLimits: { maxYoungGenerationSizeMb: MOST_YOUNG_MB },
  });
  const answers = new Map<number, (value: unknown) => void>();
  let lastSpan = 0;
  const ready = Promise.withResolvers<void>();
  // Whoever awaits it is told; a stack that cannot start for another reason does not await it.
  ready.promise.catch(() => undefined);
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const handOver = createHandOver((message) => worker.postMessage(message), options.onNotice);
  worker.once('error', (error) => {
    ready.reject(error);
    handOver.stop();
    options.onNotice(`traces: no more are kept: ${String(error)}`);
    for (const settle of answers.values()) settle(undefined);
  });
  worker.on('message', (message: FromTraceWorker) => {
    if ('ready' in message) {
      lastSpan = message.ready.lastSpan;
      ready.resolve();
    } else if ('taken' in message) handOver.taken(message.taken);
    else if ('changed' in message) options.onChanged();
    else if ('notice' in message) options.onNotice(message.notice);
    else {
      answers.get(message.answered)?.(message.value);
      answers.delete(message.answered);
    }
  });
  let asked = 0;
  const ask = (question: { list: TraceQuery } | { find: string } | { clear: true }) =>
    new Promise<unknown>((resolve) => {
      asked += 1;
      answers.set(asked, resolve);
      handOver.now();
      worker.postMessage({ ask: asked, ...question });
    });
  return {
    tracer: createTracer(handOver.add, () => lastSpan),
    ready: ready.promise,
    // The thread answers each question in the shape that its type says.
    list: async (list) => ((await ask({ list })) as TracePage | undefined) ?? { traces: [], next: null },
    find: async (find) => (await ask({ find })) as TraceDetail | undefined,
    clear: async () => void (await ask({ clear: true })),
    [Symbol.asyncDispose]: async () => {
      handOver.now();
      handOver.stop();
      worker.postMessage('stop' satisfies ToTraceWorker);
      await ended;
    },
  };
}

/** Gathers events, so that each is not a message by itself. */
function createHandOver(post: (message: ToTraceWorker) => void, onNotice: (text: string) => void) {
  let events: TraceEvent[] = [];
  let onTheWay = 0;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let isTooFast = false;

  function now(): void {
    clearTimeout(timer);
    timer = undefined;
    if (events.length === 0 || isStopped) return;
    onTheWay += events.length;
    post({ events });
    events = [];
  }

  return {
    now,
    add: (event: TraceEvent) => {
      if (isStopped) return;
      if (onTheWay > MOST_ON_THE_WAY) {
        if (!isTooFast) onNotice('traces: more happens than can be written; some of it is left out');
        isTooFast = true;
        return;
      }
      events.push(event);
      if (events.length >= HAND_OVER_EVENTS) now();
      else timer ??= setTimeout(now, HAND_OVER_MS).unref();
    },
    taken: (count: number) => {
      onTheWay -= count;
      if (onTheWay < MOST_ON_THE_WAY / 2) isTooFast = false;
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
