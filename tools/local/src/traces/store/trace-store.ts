import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '../../state/open-database.ts';
import type { TraceSpan } from '@hanok/console';
import { CUT_OFF, SCHEMA } from './trace-schema.ts';
import { readFacts, readSpan, readTrace, type StoredTrace } from './trace-rows.ts';

/** A span with the traces that it belongs to by itself, and not by the span within which it ran. */
export type StoredSpan = { span: TraceSpan; traces: readonly number[]; only?: readonly number[] | undefined };

/** How much is kept: the oldest traces go first, with their spans. */
type TraceBounds = { traces: number; bytes: number };
const TRACE_BOUNDS: TraceBounds = { traces: 100_000, bytes: 512 * 1024 * 1024 };

export type TraceStore = {
  database: DatabaseSync;
  /** The highest number given to a trace and to a span so far. */
  last: { trace: number; span: number };
  /** Writes all of it, or nothing. */
  write(batch: {
    spans: readonly StoredSpan[];
    traces: readonly StoredTrace[];
    keys?: readonly { name: string; span: number }[];
  }): void;
  /** The newest span under a key or a request id. */
  spanOf(key: string): number | undefined;
  /** The traces of a span, those of the span within which it ran included. */
  tracesOf(span: number): StoredTrace[];
  /** The spans that began last, the first of them first. */
  latest(count: number): TraceSpan[];
  traceOfId(id: string): StoredTrace | undefined;
  /** Deletes the oldest until the rest is within the bounds. */
  trim(): void;
  /** Forgets every trace; what comes next does not have the numbers of those. */
  clear(): void;
  close(): void;
};

/** Traces that go at once, so that it is not looked after each one. */
const TRIMMED_SHARE = 0.05;

export function openTraceStore(path: string, bounds: TraceBounds = TRACE_BOUNDS): TraceStore {
  const database = openDatabase(path, SCHEMA);
  database.exec(CUT_OFF);
  const count = (sql: string) => Number(database.prepare(sql).get()?.['n'] ?? 0);
  const statements = {
    trace: database.prepare('INSERT INTO trace VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
    change: database.prepare(
      'UPDATE trace SET ended = ?, status = ?, flags = ?, functions = ?, spans = ? WHERE seq = ?',
    ),
    span: database.prepare(
      `INSERT INTO span VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET of_traces = excluded.of_traces,
       only_traces = excluded.only_traces, facts = excluded.facts`,
    ),
    member: database.prepare('INSERT OR IGNORE INTO member VALUES (?, ?)'),
    key: database.prepare('INSERT OR IGNORE INTO span_key VALUES (?, ?)'),
    byKey: database.prepare(
      `SELECT max(span) AS n FROM (SELECT span FROM span_key WHERE name = ?1
       UNION ALL SELECT id FROM span WHERE request_id = ?1)`,
    ),
    ofId: database.prepare('SELECT * FROM trace WHERE id = ?'),
    latest: database.prepare('SELECT facts FROM span ORDER BY id DESC LIMIT ?'),
    tracesOf: database.prepare(
      `SELECT * FROM trace WHERE seq IN (SELECT value FROM span, json_each(coalesce(only_traces,
       iif(of_traces <> '[]', of_traces, (SELECT of_traces FROM span AS above WHERE above.id = span.parent)), '[]'))
       WHERE span.id = ?1) ORDER BY seq`,
    ),
  };

  function write({ spans, traces, keys = [] }: Parameters<TraceStore['write']>[0]): void {
    database.exec('BEGIN');
    try {
      for (const each of spans) writeSpan(each);
      for (const each of traces) writeTrace(each);
      for (const { name, span } of keys) statements.key.run(name, span);
      database.exec('COMMIT');
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  }

  function writeTrace({ seq, status, flags, functions, spans, ...facts }: StoredTrace): void {
    const ended = facts.ended ?? null;
    const [flagList, functionList] = [flags.join(), `,${functions.join()},`];
    const changed = statements.change.run(ended, status, flagList, functionList, spans, seq);
    if (changed.changes > 0) return;
    const { id, entry, name, started, entrySpan, search } = facts;
    statements.trace.run(
      ...[seq, id, entry, name, started, ended, status],
      ...[flagList, functionList, spans, entrySpan, search],
    );
  }

  function writeSpan({ span, traces, only }: StoredSpan): void {
    const { id, parent = null, requestId = null, keys = [] } = span;
    statements.span.run(
      id,
      parent,
      requestId,
      JSON.stringify(traces),
      only === undefined ? null : JSON.stringify(only),
      JSON.stringify(span),
    );
    for (const trace of traces) statements.member.run(trace, id);
    for (const key of keys) statements.key.run(key, id);
  }

  function trim(): void {
    const traces = count('SELECT count(*) AS n FROM trace');
    const pages = count(
      'SELECT page_count - freelist_count AS n FROM pragma_page_count, pragma_freelist_count',
    );
    const isTooLarge = pages * count('SELECT page_size AS n FROM pragma_page_size') > bounds.bytes;
    if (traces <= bounds.traces && !isTooLarge) return;
    const share = Math.ceil(traces * TRIMMED_SHARE);
    removeOldest(database, Math.max(traces - bounds.traces, 0) + share);
    if (isTooLarge && traces > share) trim();
  }

  return {
    database,
    last: {
      trace: count('SELECT max(seq) AS n FROM trace'),
      span: count(
        'SELECT max(n) AS n FROM (SELECT max(id) AS n FROM span UNION ALL SELECT max(span) FROM span_key)',
      ),
    },
    write,
    spanOf: (key) => {
      const found = statements.byKey.get(key)?.['n'];
      return typeof found === 'number' ? found : undefined;
    },
    tracesOf: (span) => statements.tracesOf.all(span).map(readTrace),
    latest: (count) => statements.latest.all(count).map(readFacts).reverse(),
    traceOfId: (id) => {
      const row = statements.ofId.get(id);
      return row && readTrace(row);
    },
    trim,
    clear: () =>
      database.exec('DELETE FROM span_key; DELETE FROM member; DELETE FROM span; DELETE FROM trace;'),
    close: () => database.close(),
  };
}

/** Spans are numbered as they begin: what is older than the oldest trace that stays, belongs to none. */
function removeOldest(database: DatabaseSync, traces: number): void {
  const first = database
    .prepare('SELECT seq, entry_span FROM trace ORDER BY seq LIMIT 1 OFFSET ?')
    .get(traces);
  const seq = Number(first?.['seq'] ?? Number.MAX_SAFE_INTEGER);
  const span = Number(first?.['entry_span'] ?? Number.MAX_SAFE_INTEGER);
  database.exec('BEGIN');
  database.prepare('DELETE FROM trace WHERE seq < ?').run(seq);
  database.prepare('DELETE FROM member WHERE trace < ?').run(seq);
  database.prepare('DELETE FROM span_key WHERE span < ?').run(span);
  database.prepare('DELETE FROM span WHERE id < ?').run(span);
  database.exec('COMMIT');
}

/** The spans of a trace: its own, and what ran within them for it. */
export function spansOf(database: DatabaseSync, trace: number): TraceSpan[] {
  const sql = `SELECT facts, only_traces FROM span WHERE id IN (SELECT span FROM member WHERE trace = ?1)
    UNION SELECT facts, only_traces FROM span WHERE parent IN (SELECT span FROM member WHERE trace = ?1)`;
  const spans = database
    .prepare(sql)
    .all(trace)
    .map(readSpan)
    .filter(({ only }) => only === undefined || only.includes(trace))
    .map(({ span }) => span)
    .sort((a, b) => a.started - b.started || a.id - b.id);
  // The invocation of a batch comes of other traces too: these are not shown in this one.
  const known = new Set(spans.map(({ id }) => id));
  return spans.map((span) => ({ ...span, causes: span.causes.filter((id) => known.has(id)) }));
}
