import type { SQLInputValue } from 'node:sqlite';
import type { TraceDetail, TracePage, TraceQuery, TraceSummary } from '@hanok/console';
import { readTrace } from './trace-rows.ts';
import type { StoredTrace } from './trace-rows.ts';
import { spansOf, type TraceStore } from './trace-store.ts';

/** The traces that a query asks for, the newest first. */
export function listTraces({ database }: TraceStore, query: TraceQuery): TracePage {
  const conditions = conditionsOf(query);
  const where = ['1', ...conditions.map(({ sql }) => sql)].join(' AND ');
  const found = database
    .prepare(`SELECT * FROM trace WHERE ${where} ORDER BY seq DESC LIMIT ?`)
    .all(...conditions.map(({ value }) => value), query.limit + 1)
    .map(readTrace);
  const shown = found.slice(0, query.limit);
  const last = found.length > shown.length ? shown.at(-1) : undefined;
  return { traces: shown.map(summaryOf), next: last === undefined ? null : String(last.seq) };
}

type Condition = { sql: string; value: SQLInputValue };

function conditionsOf(query: TraceQuery): Condition[] {
  const all: [string, SQLInputValue | undefined][] = [
    ['seq < ?', query.cursor],
    ['entry = ?', query.entry],
    ['status = ?', query.status],
    ['started >= ?', query.from],
    ['started < ?', query.to],
    ["instr(functions, ',' || ? || ',') > 0", query.function],
    ["instr(',' || flags || ',', ',' || ? || ',') > 0", query.flag],
    ['instr(search, lower(?)) > 0', query.text],
  ];
  return all.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
}

/** Names of ids as they are kept; without one, a request id. */
const KEY_KINDS = ['', 'sqs:', 'sns:', 'event:', 'ticket:', 'execution:', 'root:', 'request:'];

/**
 * A trace with its spans, by its id, or by that of a request, a message, an event, a ticket or an execution; `latest` is
 * the one that began last. Undefined when there is none.
 */
export function findTrace(store: TraceStore, id: string): TraceDetail | undefined {
  const found = traceNamed(store, id);
  return found && { ...summaryOf(found), tree: spansOf(store.database, found.seq) };
}

function traceNamed(store: TraceStore, id: string) {
  const { database } = store;
  const row =
    id === 'latest'
      ? database.prepare('SELECT * FROM trace ORDER BY seq DESC LIMIT 1').get()
      : database.prepare('SELECT * FROM trace WHERE id = ?').get(xrayForm(id));
  if (row !== undefined) return readTrace(row);
  for (const kind of KEY_KINDS) {
    const span = store.spanOf(kind + (kind === 'root:' ? xrayForm(id) : id));
    const trace = span === undefined ? undefined : store.tracesOf(span)[0];
    if (trace !== undefined) return trace;
  }
  return undefined;
}

/** A trace id in the form of W3C as that of X-Ray. */
function xrayForm(id: string): string {
  const parts = /^([0-9a-f]{8})([0-9a-f]{24})$/.exec(id);
  return parts === null ? id : `1-${parts[1]}-${parts[2]}`;
}

/** What a list tells of a trace. */
function summaryOf({ seq: _seq, entrySpan: _entry, search: _search, ...summary }: StoredTrace): TraceSummary {
  return summary;
}
