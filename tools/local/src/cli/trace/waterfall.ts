import type { TraceDetail, TraceSpan } from '@hanok/console';
import { lines, paint, printable, type Style, text } from '../terminal.ts';

type Row = { span: TraceSpan; depth: number };

/** Columns of a name and of the bar. */
const NAME = 44;
const LEAST_BAR = 12;

/** A trace as lines of a terminal: each span below what it comes of, with a bar of its time. */
export function waterfall(trace: TraceDetail, columns: number) {
  const { id, name, entry, status, flags, started, ended = started, tree } = trace;
  const totalMs = Math.max(1, ended - started);
  const width = Math.max(LEAST_BAR, Math.min(60, columns - NAME - 30));
  const head = text`${paint('bold', name)}  ${paint(styleOf(status), status)} ${flags.join(' ')}
${paint('dim', `${id}  ${entry}  ${new Date(started).toISOString()}  ${totalMs} ms  ${tree.length} spans`)}`;
  const rows = inOrder(tree).map((row) => lineOf(row, { started, totalMs, width }));
  return rows.reduce((all, row) => text`${all}\n${row}`, head);
}

function lineOf({ span, depth }: Row, bar: { started: number; totalMs: number; width: number }) {
  const name = `${'  '.repeat(Math.min(depth, 8))}${printable(span.name)}${suffix(span)}`;
  const shown = [...name].slice(0, NAME).join('').padEnd(NAME);
  const ms = span.ended === undefined ? '…' : `${Math.round(span.ended - span.started)} ms`;
  const line = text`${paint(styleOf(span.status), shown)} ${barOf(span, bar)} ${ms.padStart(8)}  ${notes(span)}`;
  const said = (span.lines ?? []).filter(({ line: each }) =>
    /"level":"(warn|error)"|Task timed out|Error/.test(each),
  );
  return said.reduce(
    (all, each) => text`${all}\n${paint('dim', lines(`${' '.repeat(4)}| ${printable(each.line)}`))}`,
    line,
  );
}

function suffix({ kind, resource, name }: TraceSpan): string {
  if (kind !== 'call' || resource === undefined || resource === '/') return '';
  return ` ${printable(resource === name ? '' : resource)}`;
}

function barOf(
  { started, ended = started }: TraceSpan,
  bar: { started: number; totalMs: number; width: number },
) {
  const at = (time: number) => Math.round(((time - bar.started) / bar.totalMs) * (bar.width - 1));
  const from = Math.min(bar.width - 1, Math.max(0, at(started)));
  const to = Math.min(bar.width, Math.max(from + 1, at(ended) + 1));
  return `${'·'.repeat(from)}${'█'.repeat(to - from)}${'·'.repeat(bar.width - to)}`;
}

function notes(span: TraceSpan): string {
  const { attempt = 1, siblings = 1, coldMs, denied, fault, failedItems = [] } = span;
  return [
    attempt > 1 ? `attempt ${attempt}` : [],
    siblings > 1 ? `with ${siblings - 1} others` : [],
    coldMs === undefined ? [] : `cold ${Math.round(coldMs)} ms`,
    denied === undefined ? [] : `denied ${denied.action} on ${denied.resource}`,
    fault === undefined ? [] : `fault ${fault}`,
    failedItems.length === 0 ? [] : `${failedItems.length} back`,
    span.status === 'failed' && span.httpStatus !== undefined ? `HTTP ${span.httpStatus}` : [],
  ]
    .flat()
    .join(', ');
}

function styleOf(status: string): Style {
  if (status === 'ok') return 'green';
  return status === 'running' || status === 'retried' || status === 'throttled' ? 'yellow' : 'red';
}

/** Each span below the first of the spans that it comes of, in the order of their beginnings. */
function inOrder(tree: readonly TraceSpan[]): Row[] {
  const known = new Set(tree.map(({ id }) => id));
  const parentOf = ({ parent, causes }: TraceSpan) =>
    [parent, ...causes].find((id) => id !== undefined && known.has(id));
  const children = Map.groupBy(tree, parentOf);
  const rows: Row[] = [];
  const seen = new Set<number>();
  const open: Row[] = (children.get(undefined) ?? []).map((span) => ({ span, depth: 0 })).reverse();
  for (let row = open.pop(); row !== undefined; row = open.pop()) {
    const { span, depth } = row;
    if (seen.has(span.id)) continue;
    seen.add(span.id);
    rows.push(row);
    open.push(...(children.get(span.id) ?? []).map((each) => ({ span: each, depth: depth + 1 })).reverse());
  }
  return rows;
}
