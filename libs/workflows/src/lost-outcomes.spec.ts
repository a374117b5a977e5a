import { describe, expect, it } from '@jest/globals';
import { branch, lostOutcomes, retries, stateMachine, statesLanguage, taskFunction } from './index.ts';
import { bake, brew, orders, putAside } from './machine.fixture.ts';

const anyError = { ErrorEquals: ['States.ALL'], Next: 'Aside', ResultPath: '$.failure' } as const;
const baking = {
  Type: 'Task' as const,
  Function: bake,
  TimeoutSeconds: 5,
  ResultPath: '$.cake' as const,
  Retry: retries(),
  Catch: [anyError],
  Next: 'Done' as const,
};
/** A function that answers without having stored anything. */
const { name, input, output, errors } = bake;
const mix = taskFunction({ name, input, output, errors });

describe('a machine loses no outcome', () => {
  it('when every task retries and catches all errors, and every way stores an outcome', () => {
    expect(lostOutcomes(orders())).toEqual([]);
  });

  it.each([
    ['has no Retry', { Retry: undefined }, 'Bake: does not retry States.ALL at last'],
    ['retries names alone', { Retry: retries().slice(0, 2) }, 'Bake: does not retry States.ALL at last'],
    ['retries nothing', { Retry: retries({ unexpected: 0 }) }, 'Bake: does not retry States.ALL at last'],
    ['has no Catch', { Catch: undefined }, 'Bake: does not catch States.ALL at last'],
    [
      'catches names alone',
      { Catch: [{ ...anyError, ErrorEquals: ['States.Timeout'] }] },
      'Bake: does not catch States.ALL at last',
    ],
    [
      'catches all beside names, which Step Functions refuses',
      { Catch: [{ ...anyError, ErrorEquals: ['States.Timeout', 'States.ALL'] }] },
      'Bake: does not catch States.ALL at last',
    ],
    [
      'catches into an end',
      { Catch: [{ ...anyError, Next: 'Done' }] },
      'Done: may end before an outcome is stored',
    ],
    ['stores nothing', { Function: mix }, 'Done: may end before an outcome is stored'],
    [
      'ends and stores nothing',
      { Function: mix, Next: undefined, End: true },
      'Bake: may end before an outcome is stored',
    ],
  ])('and is refused with a task that %s', (_, changed, problem) => {
    const machine = orders({ Bake: { ...baking, ...changed } as never });
    expect(lostOutcomes(machine)).toEqual([problem]);
    expect(() => statesLanguage(machine)).toThrow(problem);
  });

  it('and is refused with a choice that leads to an end with no outcome', () => {
    const machine = orders();
    const 주문 = { ...machine.States['주문'], Default: 'Unknown' };
    expect(lostOutcomes(orders({ 주문: 주문 as never }))).toEqual([
      'Unknown: may end before an outcome is stored',
    ]);
  });

  it('though what stores the failures of the others has no Catch: it is the last resort', () => {
    const { Aside } = orders().States;
    expect(Aside).not.toHaveProperty('Catch');
    const other = { ...Aside, Function: { ...putAside, stores: 'outcome' } };
    expect(lostOutcomes(orders({ Aside: other as never }))).toEqual([
      'Aside: does not catch States.ALL at last',
    ]);
  });

  it('and has the time for every retry of its longest way', () => {
    // Two tasks of 13 runs of 5 s, and 12 delays that double from 2 s to 60 s.
    expect(lostOutcomes({ ...orders(), TimeoutSeconds: 618 })).toEqual([]);
    expect(lostOutcomes({ ...orders(), TimeoutSeconds: 617 })).toEqual([
      'TimeoutSeconds: the states may take 618 s, which is longer',
    ]);
  });

  it('in a branch either: its tasks retry, and the state around them catches', () => {
    const tea = (Retry?: ReturnType<typeof retries>) =>
      branch({
        StartAt: 'Tea',
        States: {
          Tea: { Type: 'Task', Function: brew, TimeoutSeconds: 5, ...(Retry && { Retry }), End: true },
        },
      });
    const both = (Branches: ReturnType<typeof tea>[], Catch: (typeof anyError)[]) =>
      stateMachine({
        ...orders(),
        TimeoutSeconds: 1_000,
        StartAt: 'Both',
        States: {
          Both: { Type: 'Parallel', Branches, ResultPath: null, Catch, Next: 'Bake' },
          Bake: baking,
          Aside: { Type: 'Task', Function: putAside, TimeoutSeconds: 5, Retry: retries(), End: true },
          Done: { Type: 'Succeed' },
        },
      });
    expect(lostOutcomes(both([tea(retries())], [anyError]))).toEqual([]);
    expect(lostOutcomes(both([tea()], []))).toEqual([
      'Both: does not catch States.ALL at last',
      'Tea: does not retry States.ALL at last',
    ]);
  });
});
