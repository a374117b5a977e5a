import { describe, expect, it } from '@jest/globals';
import { runStates } from './run-states.ts';

const choose = (rule: object) => ({
  StartAt: 'Choose',
  States: {
    Choose: { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' },
    Yes: { Type: 'Pass', Result: 'yes', End: true },
    No: { Type: 'Pass', Result: 'no', End: true },
  },
});
const answer = (rule: object, input: unknown) => runStates(choose(rule), input, {}).result;

describe('runStates', () => {
  it.each([
    [{ Variable: '$.a', IsPresent: false }, {}, 'yes'],
    [{ Variable: '$.a', IsPresent: false }, { a: 1 }, 'no'],
    [{ Variable: '$.a', IsPresent: true }, { a: 1 }, 'yes'],
    [
      {
        And: [
          { Variable: '$.a', IsNull: false },
          { Variable: '$.a', IsString: false },
        ],
      },
      { a: 1 },
      'yes',
    ],
    [{ Not: { Variable: '$.a', IsNumeric: false } }, { a: 1 }, 'yes'],
  ])('tests what is not, as Step Functions does: %j of %j', async (rule, input, expected) => {
    expect(await answer(rule, input)).toBe(expected);
  });

  it('runs tasks by the name of their state and shows what it passes', async () => {
    const definition = { StartAt: '일', States: { 일: { Type: 'Task', Resource: 'any', End: true } } };
    const overrides = {
      taskResourceLocalHandlers: { 일: (input: unknown) => Promise.resolve([input] as never) },
    };
    const run = runStates(definition, { a: 1 }, { overrides });
    const names: string[] = [];
    for await (const event of run.eventLogs) names.push(event.type);
    expect(await run.result).toEqual([{ a: 1 }]);
    expect(names).toEqual(['ExecutionStarted', 'StateEntered', 'StateExited', 'ExecutionSucceeded']);
  });

  describe('ends by data over 256 KiB, which no Retry and no Catch names', () => {
    const largest = 262_144 - '{"a":""}'.length;
    const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 0 }];
    const Catch = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Caught' }];
    const run = (input: object, work: () => object) => {
      const States = {
        Work: { Type: 'Task', Resource: 'any', Retry, Catch, End: true },
        Caught: { Type: 'Pass', Result: 'caught', End: true },
      };
      const overrides = { taskResourceLocalHandlers: { Work: async () => work() as never } };
      return runStates({ StartAt: 'Work', States }, input, { overrides }).result;
    };
    const refused = { cause: { name: 'States.DataLimitExceeded' } };
    const fails = (message: string) => () => {
      throw new Error(message);
    };

    it('as output', async () => {
      const most = { a: 'x'.repeat(largest) };
      expect(await run({}, () => most)).toEqual(most);
      await expect(run({}, () => ({ a: `${most.a}x` }))).rejects.toMatchObject(refused);
      await expect(run({}, () => ({ a: '가'.repeat(90_000) }))).rejects.toMatchObject(refused);
    });

    it('as input, or as an error beside it', async () => {
      const wide = { a: 'x'.repeat(largest - 1_000) };
      expect(await run(wide, fails('short'))).toBe('caught');
      await expect(run(wide, fails('x'.repeat(1_100)))).rejects.toMatchObject(refused);
      await expect(run({ a: `${wide.a}${'x'.repeat(1_001)}` }, () => ({}))).rejects.toMatchObject(refused);
    });
  });
});
