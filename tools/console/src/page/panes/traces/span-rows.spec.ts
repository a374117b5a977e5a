import { expect, it } from '@jest/globals';
import type { TraceDetail, TraceSpan } from '../../../api/traces.ts';
import { spanRows } from './span-rows.ts';

const span = (id: number, started: number, rest: Partial<TraceSpan> = {}): TraceSpan => ({
  ...{ id, started, ended: started + 10, causes: [], kind: 'call', name: `span ${id}`, status: 'ok' },
  ...rest,
});
const trace = (tree: TraceSpan[]): TraceDetail => ({
  ...{ id: '1-0-0', entry: 'message', name: 'm', started: 1_000, status: 'ok', flags: [], functions: [] },
  ...{ spans: tree.length, tree },
});
const order = (tree: TraceSpan[]) =>
  spanRows(trace(tree), 2_000).map(({ span: { id }, depth }) => [id, depth]);

it('puts each span below the one within which it ran, or else below that of which it comes', () => {
  const tree = [
    span(4, 1_040, { causes: [3] }),
    span(1, 1_000, { kind: 'entry' }),
    span(3, 1_030, { parent: 2 }),
    span(2, 1_020, { causes: [1] }),
    span(5, 1_025, { parent: 2 }),
  ];
  expect(order(tree)).toEqual([
    [1, 0],
    [2, 1],
    [5, 2],
    [3, 2],
    [4, 3],
  ]);
});

it('begins anew with a span whose causes are not in the trace', () => {
  expect(order([span(1, 1_000), span(9, 1_010, { causes: [77], parent: 78 })])).toEqual([
    [1, 0],
    [9, 0],
  ]);
});

it('says when each begins and how long it lasts, of what runs still until now', () => {
  const rows = spanRows(
    trace([
      span(1, 1_000, { ended: 1_100 }),
      span(2, 1_050, { causes: [1], status: 'running', ended: undefined }),
    ]),
    1_200,
  );
  expect(rows.map(({ after, took, left, width }) => ({ after, took, left, width }))).toEqual([
    { after: 0, took: 100, left: 0, width: 50 },
    { after: 50, took: 150, left: 25, width: 75 },
  ]);
});

it('keeps the bar of a span without duration in sight, also at the very end', () => {
  const [, last] = spanRows(
    trace([span(1, 1_000, { ended: 2_000 }), span(2, 2_000, { ended: 2_000 })]),
    2_000,
  );
  expect(last).toMatchObject({ left: 98.5, width: 1.5 });
});
