import type { StoredTrace } from '../store/trace-rows.ts';
import type { StoredSpan } from '../store/trace-store.ts';
import type { TraceFlag, TraceStatus } from '@hanok/console';
import { BEFORE, type LiveSpan, type LiveTrace, tracesOf } from './live-spans.ts';

/** What is to be written. */
export type Changed = { spans: StoredSpan[]; traces: StoredTrace[]; keys: { name: string; span: number }[] };

/** How far spans and traces have come, and what of it is not written yet. */
export type Progress = {
  /** A span has begun; counted in the traces that are known for it by now. */
  begun(live: LiveSpan): void;
  ended(live: LiveSpan, flags: readonly TraceFlag[]): void;
  flag(live: LiveSpan, flags: readonly TraceFlag[]): void;
  /** A function has failed with what a span made, or has succeeded with it. */
  outcome(traces: Iterable<LiveTrace>, key: string, failed: boolean): void;
  /** A span is not written, as others stand for it. */
  drop(live: LiveSpan): void;
  /** A key under which a later stack finds a span. */
  key(name: string, live: LiveSpan): void;
  /** What has changed since the last call; what is under way only if it began before a time. */
  changed(beganBefore: number): Changed;
};

export function createProgress(isWaiting: (live: LiveSpan) => boolean): Progress {
  const spans = new Set<LiveSpan>();
  const traces = new Set<LiveTrace>();
  let keys: Changed['keys'] = [];
  const counted = new WeakMap<LiveSpan, ReadonlySet<LiveTrace>>();

  function flag(live: LiveSpan, flags: readonly TraceFlag[]): void {
    for (const trace of tracesOf(live)) {
      const added = flags.filter((each) => !trace.row.flags.includes(each));
      if (added.length > 0) trace.row.flags = [...trace.row.flags, ...added];
      traces.add(trace);
    }
  }

  return {
    flag,
    begun: (live) => {
      spans.add(live);
      const known = tracesOf(live);
      counted.set(live, known);
      for (const trace of known) {
        trace.open += 1;
        traces.add(trace);
      }
    },
    ended: (live, flags) => {
      spans.add(live);
      for (const trace of counted.get(live) ?? []) trace.open -= 1;
      const { ended = 0, kind, function: name } = live.span;
      for (const trace of tracesOf(live)) {
        const { row } = trace;
        row.spans += 1;
        row.ended = Math.max(row.ended ?? 0, ended);
        const isNew = kind === 'invocation' && name !== undefined && !row.functions.includes(name);
        if (isNew) row.functions = [...row.functions, name];
        traces.add(trace);
      }
      flag(live, flags);
    },
    key: (name, { span: { id: span } }) => void keys.push({ name, span }),
    drop: (live) => void spans.delete(live),
    outcome: (of, key, failed) => {
      for (const trace of of) {
        if (failed) trace.failing.add(key);
        else for (const each of [key, BEFORE]) trace.failing.delete(each);
        traces.add(trace);
      }
    },
    changed: (beganBefore) => {
      // Most of what begins has ended a moment later: it is written once.
      const ready = [...spans].filter(
        (live) => (live.span.ended !== undefined || live.span.started < beganBefore) && !isWaiting(live),
      );
      const told = [...traces].filter(({ open, row }) => open === 0 || row.started < beganBefore);
      for (const live of ready) spans.delete(live);
      for (const trace of told) traces.delete(trace);
      const changed = { spans: ready.map(storedSpan), traces: told.map(storedTrace), keys };
      keys = [];
      // What is written is not kept in memory; a span that has ended does not change any more.
      for (const { span } of ready) if (span.ended !== undefined) forget(span);
      return changed;
    },
  };
}

function storedSpan({ span, traces, only }: LiveSpan): StoredSpan {
  const seqs = (all: Iterable<LiveTrace>) => [...all].map(({ row }) => row.seq);
  return { span: { ...span }, traces: seqs(traces ?? []), ...(only && { only: seqs(only) }) };
}

function storedTrace({ row, open, failing }: LiveTrace): StoredTrace {
  row.status = statusOf(open, failing, row.flags);
  const stored = { ...row };
  // What a search looks through is written once.
  row.search = '';
  return stored;
}

function statusOf(open: number, failing: ReadonlySet<string>, flags: readonly TraceFlag[]): TraceStatus {
  if (failing.size > 0) return flags.includes('deadLetter') ? 'dead' : open > 0 ? 'running' : 'failed';
  if (open > 0) return 'running';
  return flags.some((each) => each === 'retry' || each === 'deadLetter') ? 'retried' : 'ok';
}

function forget(span: LiveSpan['span']): void {
  // Not deleted: that would make each of these objects a dictionary.
  span.input = undefined;
  span.output = undefined;
  span.lines = undefined;
}
