import { describe, expect, it } from '@jest/globals';
import { stripVTControlCharacters } from 'node:util';
import type { TraceDetail, TraceSpan } from '@hanok/console';
import { columnsOf } from './columns.ts';
import { waterfall } from './waterfall.ts';

const span = (id: number, more: Partial<TraceSpan>): TraceSpan => ({
  ...{
    id,
    causes: [],
    kind: 'call',
    name: `span ${id}`,
    started: id * 10,
    ended: id * 10 + 20,
    status: 'ok',
  },
  ...more,
});
const trace = (tree: TraceSpan[]): TraceDetail => ({
  ...{
    id: '1-00000000-000000000000000000000000',
    entry: 'message',
    name: 'sqs SendMessage',
    started: 10,
    ended: 60,
  },
  ...{ status: 'retried', flags: ['retry'], functions: [], spans: tree.length, tree },
});
const shown = (detail: TraceDetail, columns = 160) => waterfall(detail, columns).written;
const rowsOf = (tree: TraceSpan[], columns?: number) =>
  stripVTControlCharacters(shown(trace(tree), columns))
    .split('\n')
    .slice(2);

describe('a trace in the terminal', () => {
  it('shows each span below what it comes of, with attempts, siblings, cold starts, faults and what was denied', () => {
    const denied = { action: 'sqs:SendMessage', resource: 'arn:q', principalArn: 'arn:r' };
    const text = stripVTControlCharacters(
      shown(
        trace([
          span(1, {}),
          span(3, { causes: [1], kind: 'invocation', name: 'second', attempt: 2, siblings: 3, coldMs: 90.4 }),
          span(4, { parent: 3, causes: [3], status: 'denied', denied }),
          span(2, { causes: [1], kind: 'invocation', name: 'first', status: 'failed', fault: 'throttle' }),
        ]),
      ),
    );
    const rows = text.split('\n').slice(2);
    expect(rows.map((row) => row.split(/ {2,}·* *[·█]/)[0]?.trimEnd())).toEqual([
      'span 1',
      '  second',
      '    span 4',
      '  first',
    ]);
    expect(rows[1]).toMatch(/20 ms {2}attempt 2, with 2 others, cold 90 ms$/);
    expect(rows[2]).toMatch(/denied sqs:SendMessage on arn:q$/);
    expect(rows[3]).toMatch(/fault throttle$/);
  });

  it('lets no name, resource or log line drive the terminal', () => {
    const hostile = 'a\u001b[2J\u001b]0;x\u0007\r\n\u202e한글';
    const text = shown({
      ...trace([
        span(1, { name: hostile, resource: hostile, fault: hostile }),
        span(2, { kind: 'invocation', lines: [{ time: 1, line: `{"level":"error"} ${hostile}` }] }),
      ]),
      name: hostile,
    });
    const left = stripVTControlCharacters(text).split('\n').join('');
    expect(text).not.toContain('\u001b[2J');
    expect(left).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(text).toContain('한글');
  });

  it.each([60, 80, 120, 200])('has bars below one another and no line too long in %s columns', (columns) => {
    const key = '/images-000000000000-us-east-1/사진/훈련 😀/여름'.normalize('NFD');
    const rows = rowsOf(
      [
        span(1, { name: 's3 PutObject', resource: `${key}.jpg` }),
        span(2, {
          causes: [1],
          kind: 'invocation',
          name: 'Create-Thumbnail',
          attempt: 2,
          siblings: 2,
          coldMs: 9,
        }),
        span(3, { parent: 2, name: 's3 GetObject', resource: key, status: 'failed', httpStatus: 404 }),
      ],
      columns,
    );
    const bars = rows.filter((row) => /[·█]/.test(row));
    expect(bars).toHaveLength(3);
    expect(new Set(bars.map((row) => columnsOf(row.slice(0, row.search(/[·█]/))))).size).toBe(1);
    for (const row of rows) expect(columnsOf(row)).toBeLessThanOrEqual(columns);
    expect(bars[0]).toMatch(/^s3 PutObject .*\.jpg +[·█]/);
    expect(rows.join()).toContain('attempt 2, with 1 other, cold 9 ms');
    expect(rows.join()).toContain('failed, HTTP 404');
  });

  it('shows long times in seconds and minutes, and a span that goes on', () => {
    const rows = rowsOf([
      span(1, { ended: 1_000 }),
      span(2, { ended: 45_678 }),
      span(3, { ended: 3_700_000, failedItems: ['m-1'] }),
      span(4, { ended: undefined, status: 'running' }),
    ]);
    expect(rows.map((row) => row.replace(/^.*[·█]/, '').trim())).toEqual([
      ...['990 ms', '45.7 s', '62 min  1 of its messages failed', '…'],
    ]);
  });

  it('says what a line of a log says, without its ids and its stack, in one line', () => {
    const error = { name: 'InvalidRecordError', message: 'WinDiff: expected int', stack: ['main.js:1'] };
    const line = JSON.stringify({ level: 'error', message: 'message failed', requestId: 'r', error });
    const long = `Task timed out after ${'3'.repeat(200)}`;
    const spans = [span(1, { lines: [line, long].map((each) => ({ time: 1, line: each })) })];
    const [, first, second = ''] = rowsOf(spans, 100);
    expect(first).toBe('    | error: message failed: InvalidRecordError: WinDiff: expected int');
    expect([second.startsWith('    | Task timed out after 333'), columnsOf(second)]).toEqual([true, 100]);
  });
});
