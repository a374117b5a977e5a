import { randomInt } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../../clock.ts';
import type {
  EngineAbandon,
  EngineClock,
  EngineMove,
  EngineReply,
  EngineRequest,
  EngineStart,
} from './engine/worker-messages.ts';
import { StateFileError } from '../../state/errors.ts';
import { QueueError } from './queue-error.ts';

/** The queue engine could not start, or died. */
export class QueueEngineError extends Error {
  override readonly name = 'QueueEngineError';
}

export type QueueEngine = {
  /** Resolves when it has started; calls wait for that. Rejects with QueueEngineError when it cannot, and with `StateFileError`. */
  ready: Promise<void>;
  /**
   * Runs one SQS operation, input and output as in the JSON protocol. Rejects with a QueueError that names the fault.
   * An abort ends a waiting receive, which then takes nothing.
   */
  call(operation: string, input: object, signal?: AbortSignal): Promise<object>;
  /** Follows the clock after it was moved: what is due then can be received. */
  follow(clock: Clock): void;
  /** Closes the engine; calls that still wait are refused. */
  stop(): Promise<void>;
  /** Resolves with the reason when the engine dies without being stopped; otherwise never. */
  failed: Promise<QueueEngineError>;
};

export type QueueEngineOptions = {
  /** Where queues and messages are kept; without it they are gone with the process. */
  dataDir?: string;
  /** Visibility timeouts, delays, retention and timestamps follow this clock; long polls wait in real seconds. */
  clock: Clock;
  region: string;
  /** Default 000000000000. */
  accountId?: string;
  /** Fixes the order within received batches of standard queues. */
  seed?: number;
};

/** V8 keeps 16 MB and more for new objects of a thread, also of one that has nothing to do. */
const MOST_YOUNG_MB = 6;

type Pending = Map<number, { resolve(output: object): void; reject(error: Error): void }>;

/** Starts the engine in a worker thread of its own and waits until it is ready. Throws what `ready` rejects with. */
export async function startQueueEngine(options: QueueEngineOptions): Promise<QueueEngine> {
  const engine = spawnQueueEngine(options);
  await engine.ready;
  return engine;
}

/** Starts the engine in a worker thread of its own. */
export function spawnQueueEngine(options: QueueEngineOptions): QueueEngine {
  const worker = new Worker(new URL('./engine/queue-engine-worker.ts', import.meta.url), {
    workerData: startOf(options),
    execArgv: ['--disable-warning=ExperimentalWarning'],
    resourceLimits: { maxYoungGenerationSizeMb: MOST_YOUNG_MB },
  });
  const pending: Pending = new Map();
  const ended = endOf(worker, pending);
  const ready = new Promise<void>((resolve, reject) => {
    worker.once('message', () => {
      worker.on('message', (reply: EngineReply) => settle(pending, reply));
      resolve();
    });
    void ended.then((early) => reject(ofState(early.cause) ? early.cause : early));
  });
  return { ...engineOf(worker, pending, ended), ready };
}

/** An error comes over from the worker as a plain one, with its name. */
function ofState(cause: unknown): boolean {
  return cause instanceof Error && cause.name === StateFileError.name;
}

function startOf({ dataDir, clock, region, accountId, seed }: QueueEngineOptions): EngineStart {
  const settings = {
    dataDir,
    region,
    accountId: accountId ?? '000000000000',
    seed: seed ?? randomInt(2 ** 32),
  };
  return { ...settings, clock: shown(clock) };
}

function shown(clock: Clock): EngineClock {
  return { realStart: Date.now(), stackStart: clock.now(), speed: clock.speed };
}

function engineOf(
  worker: Worker,
  pending: Pending,
  ended: Promise<QueueEngineError>,
): Omit<QueueEngine, 'ready'> {
  let lastId = 0;
  let stopping = false;
  let over: QueueEngineError | undefined;
  void ended.then((error) => (over = error));
  return {
    call: (operation, input, signal) =>
      new Promise((resolve, reject) => {
        if (over !== undefined) return reject(over);
        // The client of a receive may be gone before it came this far: it must take no message.
        if (signal?.aborted === true)
          return reject(new DOMException('The client has gone away', 'AbortError'));
        const id = (lastId += 1);
        pending.set(id, { resolve, reject });
        worker.postMessage({ id, operation, input } satisfies EngineRequest);
        signal?.addEventListener('abort', () => worker.postMessage({ abandon: id } satisfies EngineAbandon));
      }),
    follow: (clock) => worker.postMessage({ clock: shown(clock) } satisfies EngineMove),
    stop: async () => {
      stopping = true;
      worker.postMessage('stop');
      await ended;
    },
    failed: new Promise((resolve) => void ended.then((error) => stopping || resolve(error))),
  };
}

/** Resolves when the worker is gone, for whatever reason; refuses what still waits for it. */
function endOf(worker: Worker, pending: Pending): Promise<QueueEngineError> {
  return new Promise((resolve) => {
    const end = (reason: string, cause?: unknown) => {
      const error = new QueueEngineError(`The queue engine ${reason}`, { cause });
      for (const waiting of pending.values()) waiting.reject(error);
      pending.clear();
      resolve(error);
    };
    worker.once('error', (error) => end(`failed: ${String(error)}`, error));
    worker.once('exit', (code) => end(`exited with code ${code}.`));
  });
}

function settle(pending: Pending, { id, output, error }: EngineReply): void {
  const waiting = pending.get(id);
  pending.delete(id);
  if (error !== undefined) waiting?.reject(new QueueError(error.code, error.message));
  else waiting?.resolve(output ?? {});
}
