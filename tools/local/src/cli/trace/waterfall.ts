import type { TraceDetail, TraceSpan } from '@hanok/console';
import * as z from 'zod';
import { paint, printable, type Style, text } from '../terminal.ts';
import { columnsOf, inColumns } from './columns.ts';

type Row = { span: TraceSpan; depth: number };
type Frame = { started: number; totalMs: number; columns: number; nameColumns: number; barColumns: number };

/** Of a line: the name, the bar, the milliseconds; what is to be noted follows. */
const MOST_NAME = 48;
const [LEAST_BAR, MOST_BAR] = [12, 60];
const TIME = 8;
const MOST_DEPTH = 8;

/** A trace as lines of a terminal: each span below what it comes of, with a bar of its time. */
export function waterfall(trace: TraceDetail, columns: number) {
  const { id, name, entry, status, flags, started, tree } = trace;
  const ended = Math.max(...tree.map((span) => span.ended ?? span.started), trace.ended ?? started);
  const totalMs = Math.max(1, ended - started);
  const nameColumns = Math.min(MOST_NAME, Math.floor(columns * 0.45));
  const barColumns = Math.min(MOST_BAR, Math.max(LEAST_BAR, Math.floor((columns - nameColumns - TIME) / 2)));
  const frame = { started, totalMs, columns, nameColumns, barColumns };
  const head = text`${paint('bold', name)}  ${paint(styleOf(status), [status, ...flags].join(' '))}
${paint('dim', `${id}  ${entry}  ${new Date(started).toISOString()}  ${shownMs(totalMs)}  ${tree.length} spans`)}`;
  const rows = inOrder(tree).map((row) => lineOf(row, frame));
  return rows.reduce((all, row) => text`${all}\n${row}`, head);
}

function lineOf({ span, depth }: Row, frame: Frame) {
  const { columns, nameColumns, barColumns } = frame;
  const indent = '  '.repeat(Math.min(depth, MOST_DEPTH));
  const own = `${indent}${printable(span.name)}`;
  const name = inColumns(`${own}${suffix(span)}`, nameColumns, Math.min(columnsOf(own) + 1, nameColumns - 8));
  const time = (span.ended === undefined ? '…' : shownMs(span.ended - span.started)).padStart(TIME);
  const style = styleOf(span.failedItems === undefined ? span.status : 'failed');
  const line = text`${paint(style, name)} ${barOf(span, frame)} ${time}`;
  const noted = printable(notesOf(span).join(', '));
  const fits = nameColumns + barColumns + TIME + 4 + columnsOf(noted) <= columns;
  const whole = noted === '' ? line : fits ? text`${line}  ${noted}` : text`${line}\n${indent}    ${noted}`;
  const said = (span.lines ?? []).filter(({ line: each }) =>
    /"level":"(warn|error)"|Task timed out|Error/i.test(each),
  );
  return said.reduce((all, each) => {
    const shown = `${indent}    | ${printable(saidIn(each.line))}`;
    return text`${all}\n${paint('dim', inColumns(shown, columns, columns - 1).trimEnd())}`;
  }, whole);
}

const logged = z.object({
  ...{ level: z.string(), message: z.string() },
  error: z.object({ name: z.string(), message: z.string() }).optional(),
});

/** What a line of a log says; of JSON, without the ids and the stack, which the page shows. */
function saidIn(line: string): string {
  const { level, message, error } = fromJson.pipe(logged).safeParse(line).data ?? {};
  if (level === undefined || message === undefined) return line;
  return `${level}: ${message}${error === undefined ? '' : `: ${error.name}: ${error.message}`}`;
}

const fromJson = z.string().transform((line, context): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    context.addIssue('no JSON');
    return z.NEVER;
  }
});

/** What a call is on; the host and stage of a connection say less than its id. */
function suffix({ kind, resource, name }: TraceSpan): string {
  if (kind !== 'call' || resource === undefined || resource === '/' || resource === name) return '';
  return ` ${printable(resource.replace(/^\/_aws\/execute-api\/.*@connections\//, ''))}`;
}

function barOf({ started, ended = started }: TraceSpan, frame: Frame) {
  const { barColumns } = frame;
  const at = (time: number) => Math.round(((time - frame.started) / frame.totalMs) * (barColumns - 1));
  const from = Math.min(barColumns - 1, Math.max(0, at(started)));
  const to = Math.min(barColumns, Math.max(from + 1, at(ended) + 1));
  return `${'·'.repeat(from)}${'█'.repeat(to - from)}${'·'.repeat(barColumns - to)}`;
}

/** `950 ms`, `12.3 s` or `61 min`. */
function shownMs(ms: number): string {
  if (ms < 10_000) return `${Math.round(ms)} ms`;
  return ms < 600_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`;
}

function notesOf(span: TraceSpan): string[] {
  const { attempt = 1, siblings = 1, coldMs, denied, fault, failedItems = [], status, httpStatus } = span;
  const others = siblings === 2 ? '1 other' : `${siblings - 1} others`;
  return [
    // Colours are not seen everywhere.
    ['failed', 'throttled', 'stopped'].includes(status) ? status : [],
    status === 'failed' && httpStatus !== undefined ? `HTTP ${httpStatus}` : [],
    attempt > 1 ? `attempt ${attempt}` : [],
    siblings > 1 ? `with ${others}` : [],
    coldMs === undefined ? [] : `cold ${Math.round(coldMs)} ms`,
    denied === undefined ? [] : `denied ${denied.action} on ${denied.resource}`,
    fault === undefined ? [] : `fault ${fault}`,
    failedItems.length === 0 ? [] : `${failedItems.length} of its messages failed`,
  ].flat();
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
