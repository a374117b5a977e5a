import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { branch, problemsOf, stateMachine, taskFunction } from './index.ts';
import { bake, brew, orders, putAside } from './machine.fixture.ts';

describe('a state machine', () => {
  it('without a fault has no problem', () => {
    expect(problemsOf(orders())).toEqual([]);
  });

  it('names a state that leads to none', () => {
    const machine = orders({ Bake: { Type: 'Pass', Next: 'Oven' } });
    expect(problemsOf(machine)).toEqual(['Bake: leads to no state: Oven']);
    expect(problemsOf({ ...orders(), StartAt: 'Begin' })).toContain('StartAt names no state: Begin');
  });

  it('does not compile with a target that does not exist', () => {
    const machine = stateMachine({
      Comment: '',
      TimeoutSeconds: 1,
      input: z.object({}),
      StartAt: 'First',
      // @ts-expect-error 'Nowhere' is none of the states
      States: { First: { Type: 'Pass', Next: 'Nowhere' }, Second: { Type: 'Succeed' } },
    });
    expect(problemsOf(machine)).toEqual(['First: leads to no state: Nowhere', 'Second: is never reached']);
  });

  it('names a state that is never reached', () => {
    expect(problemsOf(orders({ Attic: { Type: 'Pass', Next: 'Done' } }))).toEqual([
      'Attic: is never reached',
    ]);
  });

  it('names a Catch and a Retry of an error that the function never throws', () => {
    const machine = orders({
      Bake: {
        Type: 'Task',
        Function: bake,
        TimeoutSeconds: 5,
        Retry: [{ ErrorEquals: ['KettleDryError'] }],
        Catch: [{ ErrorEquals: ['States.ALL', 'OvenColdError'], Next: 'Done' }],
        Next: 'Done',
      },
    });
    expect(problemsOf(machine)).toEqual([
      'Bake: bake-cake never throws KettleDryError',
      'Bake: bake-cake never throws OvenColdError',
    ]);
  });

  it('names a step whose input the step before cannot satisfy', () => {
    const machine = orders({ Bake: { Type: 'Task', Function: brew, TimeoutSeconds: 5, Next: 'Aside' } });
    expect(problemsOf(machine)).toEqual(['Aside: $.kind may be missing', 'Aside: $.failure may be missing']);
  });

  it('knows what a choice tells of its variable', () => {
    const machine = orders({ Brew: { Type: 'Task', Function: bake, TimeoutSeconds: 5, Next: 'Done' } });
    const problems = problemsOf({
      ...machine,
      States: { ...machine.States, Aside: { Type: 'Succeed' }, Bake: { Type: 'Pass', Next: 'Aside' } },
    });
    expect(problems).toEqual(['Brew: $.kind may be other than "cake"']);
  });

  it('knows by the outcome that a choice asks for what else there is', () => {
    const baked = z.object({ outcome: z.literal('baked'), slices: z.int() });
    const burnt = z.object({ outcome: z.enum(['burnt', 'lost']), smoke: z.string() });
    const step = (name: string, input: z.core.$ZodType) => ({
      Type: 'Task' as const,
      Function: taskFunction({ name, input, output: z.object({}), errors: [] }),
      TimeoutSeconds: 5,
      End: true as const,
    });
    const bakery = (asked: string) =>
      stateMachine({
        Comment: '',
        TimeoutSeconds: 1,
        input: z.union([baked, burnt]),
        StartAt: 'Is it baked?',
        States: {
          'Is it baked?': {
            Type: 'Choice',
            Choices: [{ Variable: '$.outcome', StringEquals: asked, Next: 'Serve' }],
            Default: 'Open the window',
          },
          Serve: step('serve', baked),
          'Open the window': step('open-window', burnt),
        },
      });
    expect(problemsOf(bakery('baked'))).toEqual([]);
    expect(problemsOf(bakery('lost'))).toEqual([
      'Open the window: $.smoke may be missing',
      'Open the window: $.outcome may be other than "burnt", "lost"',
      'Serve: $.slices may be missing',
      'Serve: $.outcome may be other than "baked"',
    ]);
  });

  it('names a variable of a choice that may be missing, and accepts one that was asked for', () => {
    const maybe = (first: object[]) =>
      orders({ 주문: { Type: 'Choice', Choices: [...first, ...late], Default: 'Refuse' } as never });
    const late = [
      { Variable: '$.late', BooleanEquals: true, Next: 'Brew' },
      { Variable: '$.kind', StringEquals: 'cake', Next: 'Bake' },
    ];
    expect(problemsOf(maybe([]))).toEqual(['주문: $.late may be missing']);
    expect(problemsOf(maybe([{ Variable: '$.late', IsPresent: false, Next: 'Unknown' }]))).toEqual([]);
  });

  it('knows what a payload is made of', () => {
    const bakeOf = (Parameters: Record<string, string>) =>
      orders({
        Bake: { Type: 'Task', Function: bake, Parameters, TimeoutSeconds: 5, ResultPath: null, Next: 'Done' },
      });
    expect(problemsOf(bakeOf({ 'kind.$': '$.kind', 'id.$': '$$.Execution.Name' }))).toEqual([]);
    expect(problemsOf(bakeOf({ 'kind.$': '$$.Execution.Name', 'when.$': '$.when' }))).toEqual([
      'Bake: $.when may be missing',
      'Bake: $.kind may be other than "cake"',
    ]);
    const note = { Type: 'Pass' as const, Parameters: { 'cups.$': '$.glasses' }, Next: 'Done' };
    expect(problemsOf(orders({ Bake: note }))).toEqual(['Bake: $.glasses may be missing']);
  });

  it('follows Parallel, Map, Pass and Wait', () => {
    const tea = branch({
      StartAt: 'Tea',
      States: { Tea: { Type: 'Task', Function: brew, TimeoutSeconds: 5, End: true } },
    });
    const item = branch({
      StartAt: 'Item',
      States: { Item: { Type: 'Task', Function: putAside, TimeoutSeconds: 5, End: true } },
    });
    const machine = stateMachine({
      Comment: '',
      TimeoutSeconds: 1,
      input: z.object({
        kind: z.literal('tea'),
        cups: z.literal(2),
        list: z.array(z.object({ kind: z.string() })),
      }),
      StartAt: 'Both',
      States: {
        Both: { Type: 'Parallel', Branches: [tea, tea], ResultPath: '$.both', Next: 'Note' },
        Note: { Type: 'Pass', Result: { after: -1 }, ResultPath: '$.note', Next: 'Rest' },
        Rest: { Type: 'Wait', SecondsPath: '$.note.after', Next: 'Each' },
        Each: { Type: 'Map', ItemsPath: '$.list', ItemProcessor: item, End: true },
      },
    });
    expect(problemsOf(machine)).toEqual([
      'Rest: $.note.after may break minimum 0',
      'Each: Item: $.failure may be missing',
    ]);
  });
});
