import { parentPort, workerData } from 'node:worker_threads';
import { QueueError } from '../queue-error.ts';
import { openQueues } from './open-queues.ts';
import { controls } from './operations/controls.ts';
import { operations } from './operations/operations.ts';
import type { EngineContext } from './operations/queue-operation.ts';
import { dropExpired } from './retention.ts';
import type {
  EngineAbandon,
  EngineClock,
  EngineMove,
  EngineReply,
  EngineRequest,
  EngineStart,
} from './worker-messages.ts';

const realNow = Date.now;

/** The engine reads the time only through Date.now: from here on it is the stack's clock. Timers stay real. */
function followClock({ realStart, stackStart, speed }: EngineClock): void {
  Date.now = () => Math.floor(stackStart + (realNow() - realStart) * speed);
}

/** What is due at the new time is there for those that wait. */
function move(context: EngineContext, clock: EngineClock): void {
  followClock(clock);
  dropExpired(context);
  for (const queue of context.store.allQueues()) queue.processTimers();
}

/** Calls under way. */
const waiting = new Map<number, AbortController>();

async function run(context: EngineContext, { id, operation, input }: EngineRequest): Promise<EngineReply> {
  const abandoned = new AbortController();
  waiting.set(id, abandoned);
  try {
    const handler = operations.get(operation) ?? controls.get(operation);
    if (handler === undefined) throw new QueueError('InvalidAction', `Unknown operation ${operation}.`);
    return { id, output: await handler(context, input, abandoned.signal) };
  } catch (error) {
    return { id, error: refusal(error) };
  } finally {
    waiting.delete(id);
  }
}

function refusal(error: unknown): NonNullable<EngineReply['error']> {
  if (error instanceof QueueError) return { code: error.code, message: error.message };
  return { code: 'InternalFailure', message: `Queue engine: ${String(error)}` };
}

const port = parentPort;
if (port === null) throw new Error('The queue engine runs in a worker thread only.');
// Written by queue-engine.ts, which starts this file and no other.
const start = workerData as EngineStart;
followClock(start.clock);
const context = await openQueues(start);
dropExpired(context);
setInterval(dropExpired, Math.min(1000, Math.max(50, 1000 / start.clock.speed)), context);
port.on('message', (request: EngineRequest | EngineAbandon | EngineMove | 'stop') => {
  if (request !== 'stop' && 'clock' in request) return move(context, request.clock);
  if (request !== 'stop' && 'abandon' in request) return waiting.get(request.abandon)?.abort();
  if (request !== 'stop') return void run(context, request).then((reply) => port.postMessage(reply));
  context.file?.db.close();
  process.exit(0);
});
port.postMessage('ready');
