import { describe, expect, it } from '@jest/globals';
import { problemsOf, statesLanguage } from '@hanok/workflows';
import { aslProblems, type TaskDouble, walkMachine } from '@hanok/workflows/testing';
import { DRILLS } from './drills.ts';
import { trainingMachine } from './training-machine.ts';

const paths = {
  공격수: ['공격 훈련', '볼 경합 훈련'],
  미드필더: ['패스 훈련', '프리킥 훈련'],
  수비수: ['수비 훈련', '볼 경합 훈련'],
};
const types = Object.entries(paths);
const steps = types.flatMap(([type, names]) => names.map((name, index) => ({ type, names, name, index })));

const succeed: TaskDouble = () => ({ Drill: 'done' });
const everyDrill = (double: TaskDouble) =>
  Object.fromEntries(Object.keys(DRILLS).map((name) => [name, double]));
const storeFailure: TaskDouble = () => ({ TrainingId: 't-1', Status: 'FAILED' });
const functionOf = (drill: string) => Object.entries(DRILLS).find(([, name]) => name === drill)?.[0] ?? '';
const failure = (name: string) => Object.assign(new Error('no table'), { name });
const walk = (input: unknown, doubles: Record<string, TaskDouble> = {}) =>
  walkMachine(trainingMachine, {
    input,
    functions: { ...everyDrill(succeed), 'training-fail': storeFailure, ...doubles },
    timeoutMs: 50,
    name: 't-1',
  });

describe('the training machine', () => {
  it('has no problem, and asl-validator finds none', () => {
    expect(problemsOf(trainingMachine)).toEqual([]);
    expect(aslProblems(statesLanguage(trainingMachine))).toEqual([]);
  });

  it('is, state by state, the tutorial on its paths', () => {
    const definition = statesLanguage(trainingMachine);
    const rules = types.map(([type, [first]]) => ({
      Variable: '$.TraningType',
      StringEquals: type,
      Next: first,
    }));
    expect(definition).toMatchObject({ Comment: '축구 유소년 자동 훈련 시스템', StartAt: '훈련' });
    expect(definition).toMatchObject({
      States: { 훈련: { Type: 'Choice', Choices: expect.arrayContaining(rules) } },
    });
    for (const { name, names, index } of steps) {
      const next = names[index + 1];
      const onward = next === undefined ? { End: true } : { Next: next };
      const state = { Type: 'Task', Resource: `\${${functionOf(name)}}`, ...onward };
      expect(definition).toMatchObject({ States: { [name]: state } });
    }
  });

  it.each(types)('trains a %s', async (type, names) => {
    const input = { TraningType: type, Player: '지성' };
    expect(await walk(input)).toEqual({ states: ['훈련', ...names], output: input });
    expect((await walk({ TrainingType: type })).states).toEqual(['훈련', ...names]);
    expect((await walk({ TraningType: type, TrainingType: '골키퍼' })).states).toEqual(['훈련', ...names]);
  });

  it.each([{ TraningType: '골키퍼' }, { TrainingType: '골키퍼' }, { TraningType: 7 }, {}])(
    'ends %j in the state that says so, once that is stored',
    async (input) => {
      const stored: unknown[] = [];
      const fail: TaskDouble = (failure) => (stored.push(failure), storeFailure(failure));
      const { states, error } = await walk(input, { 'training-fail': fail });
      expect(states).toEqual(['훈련', '알 수 없는 훈련 기록', '알 수 없는 훈련']);
      expect(error?.name).toBe('UnknownTraningType');
      expect(stored).toEqual([{ TrainingId: 't-1', Failure: { Error: 'UnknownTraningType' } }]);
    },
  );

  it('gives each drill the name of the execution and its input', async () => {
    const seen: unknown[] = [];
    const note: TaskDouble = (input) => {
      seen.push(input);
      return succeed(input);
    };
    await walk({ TraningType: '공격수', Player: '지성' }, everyDrill(note));
    const payload = { TrainingId: 't-1', Request: { TraningType: '공격수', Player: '지성' } };
    expect(seen).toEqual([payload, payload]);
  });

  describe.each(steps)('$name of a $type', ({ type, names, name, index }) => {
    const before = ['훈련', ...names.slice(0, index + 1)];
    const failed = [...before, '훈련 실패 기록', '훈련 실패'];

    it.each([
      'DrillNotRecordedError',
      'DeadlineError',
      'Lambda.TooManyRequestsException',
      'Runtime.ExitError',
      'Lambda.Unknown',
      'Sandbox.Timedout',
      'TypeError',
    ])('is tried again after one %s', async (errorName) => {
      let calls = 0;
      const once: TaskDouble = (input) => {
        calls += 1;
        if (calls === 1) throw failure(errorName);
        return succeed(input);
      };
      const { states, error } = await walk({ TraningType: type }, { [functionOf(name)]: once });
      expect({ states, error, calls }).toEqual({ states: ['훈련', ...names], error: undefined, calls: 2 });
    });

    it('fails by name when it throws always', async () => {
      let calls = 0;
      const always = () => {
        calls += 1;
        throw failure('DrillNotRecordedError');
      };
      const { states, error } = await walk({ TraningType: type }, { [functionOf(name)]: always });
      expect({ states, error: error?.name, calls }).toEqual({
        states: failed,
        error: 'TrainingFailed',
        calls: 7,
      });
    });

    it('fails by name at once for an error that no retry heals, and when it always times out', async () => {
      let calls = 0;
      const broken = () => {
        calls += 1;
        throw failure('InvalidEventError');
      };
      const never = () => new Promise(() => undefined);
      for (const double of [broken, never]) {
        const { states, error } = await walk({ TraningType: type }, { [functionOf(name)]: double });
        expect({ states, error: error?.name }).toEqual({ states: failed, error: 'TrainingFailed' });
      }
      expect(calls).toBe(1);
    });

    it('is tried again after it timed out once', async () => {
      let calls = 0;
      const slow: TaskDouble = (input) =>
        (calls += 1) === 1 ? new Promise(() => undefined) : succeed(input);
      const { error } = await walk({ TraningType: type }, { [functionOf(name)]: slow });
      expect({ error, calls }).toEqual({ error: undefined, calls: 2 });
    });
  });
});
