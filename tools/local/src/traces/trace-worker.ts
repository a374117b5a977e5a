import { parentPort, workerData } from 'node:worker_threads';
import { createJoiner } from './join/joiner.ts';
import { findTrace, listTraces } from './store/query-traces.ts';
import { openTraceStore } from './store/trace-store.ts';
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
const store = openTraceStore(file);
let joiner = createJoiner(store);
const tell = (message: FromTraceWorker) => port.postMessage(message);

function write(beganBefore = Infinity): void {
  joiner.take([], Date.now());
  const changed = joiner.changed(beganBefore);
  if (changed.spans.length + changed.traces.length === 0) return;
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
