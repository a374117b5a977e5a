import { describe, expect, it } from '@jest/globals';
import { stripVTControlCharacters } from 'node:util';
import type { TraceDetail, TraceSpan } from '@hanok/console';
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
const shown = (detail: TraceDetail) => waterfall(detail, 100).written;

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
});
