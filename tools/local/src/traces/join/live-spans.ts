import type { StoredTrace } from '../store/trace-rows.ts';
import type { TraceStore } from '../store/trace-store.ts';
import type { TraceSpan } from '@hanok/console';
import type { Cause } from './causes.ts';

/** A trace of which something may still come. */
export type LiveTrace = {
  row: StoredTrace;
  /** Spans that are under way. */
  open: number;
  /** What failed and has not succeeded since: a function with a message or record. */
  failing: Set<string>;
};

/** A span of which something may still come. */
export type LiveSpan = {
  span: TraceSpan;
  parent?: LiveSpan | undefined;
  /** Undefined while it is not known, and for what runs within another span. */
  traces?: ReadonlySet<LiveTrace> | undefined;
  /** Of those of the span within which it runs, the ones that it is for. */
  only?: ReadonlySet<LiveTrace> | undefined;
  /** Of an invocation: its causes, each with the span that it is of. */
  causes?: readonly { cause: Cause; of: LiveSpan | undefined }[];
  /** What it is, for a call. */
  call?: { service: string; operation: string; body: string; root: string } | undefined;
};

/** The traces that a span belongs to; none while they are not known. */
export function tracesOf(live: LiveSpan): ReadonlySet<LiveTrace> {
  return live.only ?? live.traces ?? (live.parent === undefined ? NO_TRACES : tracesOf(live.parent));
}

const NO_TRACES: ReadonlySet<LiveTrace> = new Set();

/** Which of it failed before is not kept: the next success ends it. */
export const BEFORE = 'before';

function failingBefore({ status }: StoredTrace): Set<string> {
  return new Set(status === 'failed' || status === 'dead' ? [BEFORE] : []);
}

/** What is kept in memory to join what comes next; older spans are looked up in the store. */
const MOST_SPANS = 10_000;
const MOST_KEYS = 10_000;
const MOST_TRACES = 10_000;

/** The spans, traces and keys to which what comes next may belong. */
export type LiveSpans = {
  add(live: LiveSpan): void;
  get(id: number): LiveSpan | undefined;
  /** Takes up a span of an earlier stack. */
  revive(id: number): void;
  /** A span that a key names. */
  name(key: string, live: LiveSpan): void;
  named(key: string): LiveSpan | undefined;
  /** The trace of this id, made by `create` when there is none. */
  trace(id: string, create: () => StoredTrace): LiveTrace;
};

/** What is under way is kept for its end, unless all of it is. */
function makeRoom(spans: Map<number, LiveSpan>): void {
  const oldest = [...spans.values().take(MOST_SPANS / 10)];
  for (const { span } of oldest) spans.delete(span.id);
  const running = oldest.filter(({ span }) => span.ended === undefined);
  if (running.length < oldest.length) for (const live of running) spans.set(live.span.id, live);
}

export function createLiveSpans(store: Pick<TraceStore, 'spanOf' | 'tracesOf' | 'traceOfId'>): LiveSpans {
  const spans = new Map<number, LiveSpan>();
  const keys = new Map<string, LiveSpan>();
  const traces = new Map<string, LiveTrace>();

  function keep<Key, Value>(map: Map<Key, Value>, key: Key, value: Value, most: number): Value {
    map.set(key, value);
    if (map.size > most) for (const oldest of map.keys().take(most / 10)) map.delete(oldest);
    return value;
  }

  const revived = (row: StoredTrace): LiveTrace =>
    traces.get(row.id) ?? keep(traces, row.id, { row, open: 0, failing: failingBefore(row) }, MOST_TRACES);

  const old = (id: number): LiveSpan => ({
    span: { id, causes: [], kind: 'entry', name: '', started: 0, status: 'ok' },
    traces: new Set(store.tracesOf(id).map(revived)),
  });

  return {
    add: (live) => {
      spans.set(live.span.id, live);
      if (spans.size > MOST_SPANS) makeRoom(spans);
    },
    get: (id) => spans.get(id),
    revive: (id) => void keep(spans, id, old(id), MOST_SPANS),
    name: (key, live) => void keep(keys, key, live, MOST_KEYS),
    named: (key) => {
      const known = keys.get(key);
      if (known !== undefined || /^(change|connect):/.test(key)) return known;
      const id = store.spanOf(key) ?? (key.startsWith('request:') ? store.spanOf(key.slice(8)) : undefined);
      return id === undefined ? undefined : keep(keys, key, old(id), MOST_KEYS);
    },
    trace: (id, create) => {
      const known = traces.get(id);
      return known ?? revived(store.traceOfId(id) ?? create());
    },
  };
}
