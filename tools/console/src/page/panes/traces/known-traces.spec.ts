import { describe, expect, it } from '@jest/globals';
import type { TraceSummary } from '../../../api/traces.ts';
import { hasGap, withNewest, withOlder } from './known-traces.ts';

/** The traces that began from the one number down to the other, the newest first. */
const from = (newest: number, oldest: number): TraceSummary[] =>
  Array.from({ length: newest - oldest + 1 }, (_, index) => ({
    ...{ id: `1-${newest - index}`, entry: 'message', name: 'm', started: newest - index, status: 'ok' },
    ...{ flags: [], functions: [], spans: 1 },
  }));
const numbers = (traces: readonly TraceSummary[]) => traces.map(({ started }) => started);

describe('the traces that a list knows', () => {
  const known = { traces: from(20, 5), next: '5' };

  it('go on below the newest ones, each once, and older ones are still to be read', () => {
    const { traces, next } = withNewest({ traces: from(23, 14), next: '14' }, known);
    expect(numbers(traces)).toEqual(numbers(from(23, 5)));
    expect(next).toBe('5');
    const more = withOlder({ traces, next }, { traces: from(5, 1), next: null });
    expect([numbers(more.traces), more.next]).toEqual([numbers(from(23, 1)), null]);
  });

  it('are those as they are now', () => {
    const [trace] = from(20, 20);
    if (trace === undefined) throw new Error('There is no trace');
    const { traces } = withNewest({ traces: [{ ...trace, status: 'dead' }], next: '20' }, known);
    expect(traces.map(({ status }) => status).slice(0, 2)).toEqual(['dead', 'ok']);
  });

  it('lose one that does not match any more', () => {
    const left = from(20, 14).filter(({ started }) => started !== 17);
    expect(numbers(withNewest({ traces: left, next: '14' }, known).traces)).not.toContain(17);
    expect(numbers(withNewest({ traces: from(20, 18), next: null }, known).traces)).toEqual([20, 19, 18]);
  });

  it('begin anew where some may be missing between', () => {
    const newest = { traces: from(40, 31), next: '31' };
    expect(hasGap(newest, known)).toBe(true);
    expect(withNewest(newest, known)).toBe(newest);
    expect(hasGap(newest, { traces: [], next: null })).toBe(false);
    expect(hasGap({ traces: from(30, 20), next: '20' }, known)).toBe(false);
  });

  it('are no more than the stack keeps', () => {
    const many = { traces: from(100_050, 1), next: '1' };
    const { traces, next } = withNewest({ traces: from(100_060, 100_040), next: '100040' }, many);
    expect([traces.length, traces[0]?.started, next]).toEqual([100_000, 100_060, null]);
  });
});
