import { rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { createJoiner } from './join/joiner.ts';
import { findTrace, listTraces } from './store/query-traces.ts';
import { isOfNoUse, StateFileError } from '../state/errors.ts';
import { openTraceStore, type TraceStore } from './store/trace-store.ts';
import type { FromTraceWorker, ToTraceWorker, TraceQuestion, TraceWorkerStart } from './worker-messages.ts';

/*
 * Joins and keeps traces in a thread of its own, so that the gateway does not wait for it. What was told is written
 * every 400 ms, in one transaction: what has ended, and what is under way for a second.
 */
const WRITE_MS = 400;
const UNDER_WAY_MS = 1_000;
const TRIM_MS = 5_000;

const port = parentPort;
if (port === null) throw new Error('Traces are joined in a worker thread only.');
// Written by open-traces.ts, which starts this file and no other.
const { file } = workerData as TraceWorkerStart;
const tell = (message: FromTraceWorker) => port.postMessage(message);
const store = openStore();
let joiner = createJoiner(store);

/** Traces tell of what happened, and are no data: a file that is of no use does not keep the stack from its start. */
function openStore(): TraceStore {
  try {
    return openTraceStore(file);
  } catch (error) {
    if (!(error instanceof StateFileError) || !isOfNoUse(error)) throw error;
    for (const path of [file, `${file}-wal`, `${file}-shm`]) rmSync(path, { force: true, recursive: true });
    const reason = error.cause instanceof Error ? error.cause.message : String(error.cause);
    tell({ notice: `traces: earlier ones are forgotten, as ${file} is of no use: ${reason}` });
    return openTraceStore(file);
  }
}

function write(beganBefore = Infinity): void {
  joiner.take([], Date.now());
  const changed = joiner.changed(beganBefore);
  if (changed.spans.length + changed.traces.length + changed.keys.length === 0) return;
  store.write(changed);
  if (changed.traces.length > 0) tell({ changed: true });
}

function answer(question: TraceQuestion): unknown {
  if ('clear' in question) return clear();
  write();
  return 'list' in question ? listTraces(store, question.list) : findTrace(store, question.find);
}

function clear(): void {
  joiner = createJoiner(store);
  store.clear();
}

const writing = setInterval(() => write(Date.now() - UNDER_WAY_MS), WRITE_MS);
const trimming = setInterval(store.trim, TRIM_MS);

port.on('message', (message: ToTraceWorker) => {
  if (message === 'stop') {
    clearInterval(writing);
    clearInterval(trimming);
    write();
    store.close();
    port.close();
  } else if ('events' in message) {
    joiner.take(message.events, Date.now());
    tell({ taken: message.events.length });
  } else tell({ answered: message.ask, value: answer(message) });
});
tell({ ready: { lastSpan: store.last.span } });
