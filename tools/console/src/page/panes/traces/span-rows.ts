import type { TraceDetail, TraceSpan } from '../../../api/traces.ts';

/** A span as a row of a waterfall; times in milliseconds after the beginning of the trace. */
export type SpanRow = {
  span: TraceSpan;
  depth: number;
  after: number;
  took: number;
  /** Where its bar begins and how long it is, in percent of the trace. */
  left: number;
  width: number;
};

/** No bar is thinner than this, in percent: what took nothing is seen, too. */
const LEAST_WIDTH = 1.5;

/**
 * The spans of a trace in the order of a waterfall: each below the one within which it ran or of which it comes, those
 * side by side in the order in which they began. What runs still lasts until `now`.
 */
export function spanRows({ tree, started }: TraceDetail, now: number): SpanRow[] {
  const known = new Map(tree.map((span) => [span.id, span]));
  const above = ({ parent, causes }: TraceSpan) =>
    [parent, ...causes].find((id) => id !== undefined && known.has(id));
  const children = Map.groupBy(
    tree.toSorted((a, b) => a.started - b.started || a.id - b.id),
    above,
  );
  const endOf = ({ started: begun, ended, status }: TraceSpan) =>
    ended ?? (status === 'running' ? now : begun);
  const begin = Math.min(started, ...tree.map((span) => span.started));
  const whole = Math.max(1, Math.max(...tree.map(endOf), begin) - begin);
  const seen = new Set<number>();
  const rowsBelow = (id: number | undefined, depth: number): SpanRow[] =>
    (children.get(id) ?? []).flatMap((span) => {
      if (seen.has(span.id)) return [];
      seen.add(span.id);
      const [after, took] = [span.started - begin, Math.max(0, endOf(span) - span.started)];
      const width = Math.max(LEAST_WIDTH, (took / whole) * 100);
      const left = Math.min((after / whole) * 100, 100 - width);
      return [{ span, depth, after, took, left, width }, ...rowsBelow(span.id, depth + 1)];
    });
  return rowsBelow(undefined, 0);
}
