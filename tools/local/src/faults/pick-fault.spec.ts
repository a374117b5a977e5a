import { describe, expect, it } from '@jest/globals';
import { parseFaultPlan } from './fault-plan.ts';
import { pickFault } from './pick-fault.ts';

const { faults } = parseFaultPlan({
  faults: [
    { service: 'sqs', operation: 'SendMessage', rate: 0.25, kind: 'throttle' },
    { service: 'sqs', operation: 'SendMessage', caller: 'a', rate: 0.5, kind: 'error5xx' },
    { service: 'sqs', operation: 'ReceiveMessage', rate: 1, kind: 'latency' },
  ],
});
const pick = (caller: string, draw: number, spent = false, operation = 'SendMessage') =>
  pickFault(faults, { service: 'sqs', operation, caller }, draw, () => spent)?.kind;

describe('the fault that strikes a call', () => {
  it.each<[string, string, number, string | undefined]>([
    ['the first, in its part of the range', 'a', 0.2499, 'throttle'],
    ['the second, from where the first one ends', 'a', 0.25, 'error5xx'],
    ['none, past them all', 'a', 0.75, undefined],
    ['none, when it is meant for another caller', 'external', 0.25, undefined],
  ])('is %s', (_title, caller, draw, kind) => {
    expect(pick(caller, draw)).toBe(kind);
  });

  it('is none once it is spent, and its part goes to no other', () => {
    expect(pick('a', 0.1, true)).toBeUndefined();
  });

  it('strikes its own operation only', () => {
    expect(pick('a', 0.9, false, 'ReceiveMessage')).toBe('latency');
    expect(pick('a', 0, false, 'DeleteMessage')).toBeUndefined();
  });
});
