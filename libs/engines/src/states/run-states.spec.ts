import { describe, expect, it } from '@jest/globals';
import { REAL_CLOCK } from './clock.ts';
import { StateFailure } from './failure.ts';
import type { StatesEvent } from './history.ts';
import { runStates, type StatesOptions } from './run-states.ts';

const NO_TASKS = { tasks: () => Promise.reject(new Error('there is no task')) };
const only = (state: object, more: object = {}) => ({ StartAt: 'Only', States: { Only: state }, ...more });
const run = (definition: object, input: unknown, options: Partial<StatesOptions> = {}) =>
  runStates(definition, input, { ...NO_TASKS, ...options });
const outputOf = async (definition: object, input: unknown) => {
  const ending = await run(definition, input);
  return ending.status === 'SUCCEEDED' ? ending.output : ending;
};
const fill = (value: unknown, input: unknown = {}) =>
  outputOf(only({ Type: 'Pass', Parameters: { 'a.$': value }, End: true }), input);
const failing = (name: string, message = 'no') => Object.assign(new Error(message), { name });

/** A clock on which a sleep takes no time, and the sleeps that it was asked for. */
function timeless() {
  let now = 0;
  const slept: number[] = [];
  const sleep = async (ms: number) => {
    slept.push(ms);
    now += ms;
  };
  return { clock: { now: () => now, sleep }, slept };
}

const choose = (rule: object) => ({
  StartAt: 'Choose',
  States: {
    Choose: { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' },
    Yes: { Type: 'Pass', Result: 'yes', End: true },
    No: { Type: 'Pass', Result: 'no', End: true },
  },
});

describe('a Choice', () => {
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
    [{ Variable: '$.a', StringMatches: 'log-*-?.txt' }, { a: 'log-1-?.txt' }, 'yes'],
    [{ Variable: '$.a', StringMatches: 'a\\*b' }, { a: 'axb' }, 'no'],
    [{ Variable: '$.a', StringMatches: '*aa*a' }, { a: 'aa' }, 'no'],
    [{ Variable: '$.a', NumericEqualsPath: '$.b' }, { a: 1, b: 1.0 }, 'yes'],
    [{ Variable: '$.a', BooleanEquals: true }, { a: 'true' }, 'no'],
    [
      { Variable: '$.a', TimestampLessThan: '2026-03-01T00:00:00.000000002Z' },
      { a: '2026-03-01T09:00:00.000000001+09:00' },
      'yes',
    ],
    [{ Variable: '$.a', IsTimestamp: true }, { a: '2026-02-29T00:00:00Z' }, 'no'],
  ])('takes %j of %j as Step Functions does', async (rule, input, expected) => {
    expect(await outputOf(choose(rule), input)).toBe(expected);
  });

  it('fails when what it reads is not there, and a Catch around it does not help', async () => {
    const inner = choose({ Variable: '$.a', NumericEquals: 1 });
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Only' }];
    expect(await run(only({ Type: 'Parallel', Branches: [inner], Catch, End: true }), {})).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'Choose' (entered at the event id #4). Invalid path '$.a': The choice state's condition path references an invalid value.",
    });
  });

  it('matches any pattern in linear time', async () => {
    const started = Date.now();
    const rule = { Variable: '$.a', StringMatches: `${'*e'.repeat(200)}*Q` };
    expect(await outputOf(choose(rule), { a: 'e'.repeat(100_000) })).toBe('no');
    expect(Date.now() - started).toBeLessThan(1_000);
  });
});

describe('paths and functions', () => {
  const store = { books: [{ price: 5, tags: ['a'] }, { price: 12 }], 'odd name': { 'x.y': 7 } };

  it.each([
    ['$.books[0].price', 5],
    ['$.books[-1].price', 12],
    ["$['odd name']['x.y']", 7],
    ['$.books[*].price', [5, 12]],
    ['$.books[0,1].price', [5, 12]],
    ['$.books[:1].price', [5]],
    ['$..price', [5, 12]],
    ['$.books[?(@.price > 10 && !(@.tags))].price', [12]],
    ['$.absent[*]', []],
    ["States.Format('{} of {}', States.ArrayLength($.books), $.books[0].tags)", '2 of [a]'],
    ["States.StringSplit('a,b;c', ',;')", ['a', 'b', 'c']],
    ['States.JsonMerge($.books[0], States.StringToJson(\'{"price":1}\'), false)', { price: 1, tags: ['a'] }],
    ['States.ArrayRange(1, 5, 2)', [1, 3, 5]],
    ['$$.Execution', undefined],
  ])('%s', async (path, expected) => {
    const answer = await fill(path, store);
    if (expected === undefined) expect(answer).toMatchObject({ error: 'States.Runtime' });
    else expect(answer).toEqual({ a: expected });
  });

  it.each([
    ['States.ArrayGetItem($.books, 9)', 'States.IntrinsicFailure'],
    ["States.Format('{}')", 'States.IntrinsicFailure'],
    ['States.Nothing()', 'States.Runtime'],
    ['$.books[', 'States.Runtime'],
  ])('%s fails with %s', async (path, error) => {
    expect(await fill(path, store)).toMatchObject({ status: 'FAILED', error });
  });
});

describe('a task', () => {
  const task = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:000000000000:function:f', End: true };

  it('is tried again after growing delays, each retrier by its own count', async () => {
    const { clock, slept } = timeless();
    const Retry = [
      { ErrorEquals: ['Busy'], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 3, MaxDelaySeconds: 10 },
      { ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 },
    ];
    const errors = ['Busy', 'Busy', 'Other', 'Busy', 'Other'].map((name) => failing(name));
    const ending = await run(
      only({ ...task, Retry }),
      {},
      { clock, tasks: () => Promise.reject(errors.shift()) },
    );
    expect(ending).toEqual({ status: 'FAILED', error: 'Other', cause: 'no' });
    const retries = slept.filter((ms) => ms < 86_400_000);
    expect(retries).toEqual([2_000, 6_000, 1_000, 10_000]);
  });

  it('times out in real time, and States.TaskFailed does not match that', async () => {
    const limits = [
      { ErrorEquals: ['States.TaskFailed'], Next: 'Only' },
      { ErrorEquals: ['States.Timeout'], ResultPath: '$.failure', Next: 'Late' },
    ];
    const Only = { ...task, TimeoutSeconds: 0.05, Catch: limits };
    const tasks = () => new Promise<never>(() => undefined);
    expect(
      await run({ StartAt: 'Only', States: { Only, Late: { Type: 'Succeed' } } }, { a: 1 }, { tasks }),
    ).toEqual({
      status: 'SUCCEEDED',
      output: { a: 1, failure: { Error: 'States.Timeout', Cause: '' } },
    });
  });

  const Catch = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Caught' }];
  const States = { Only: { ...task, Catch }, Caught: { Type: 'Pass', Result: 'caught', End: true } };
  const caught = (input: unknown, work: () => unknown, more: object = {}) =>
    run({ StartAt: 'Only', States: { ...States, Only: { ...States.Only, ...more } } }, input, {
      tasks: async () => work(),
    });
  const largest = 262_144 - '{"a":""}'.length;
  const most = { a: 'x'.repeat(largest) };
  const refused = { status: 'FAILED', error: 'States.DataLimitExceeded' };

  it('fails with a result beyond 256 KiB, counted in bytes, and States.ALL catches that', async () => {
    expect(await caught({}, () => most)).toEqual({ status: 'SUCCEEDED', output: most });
    expect(await caught({}, () => ({ a: `${most.a}x` }))).toMatchObject({ output: 'caught' });
    expect(await caught({}, () => ({ a: '가'.repeat(90_000) }))).toMatchObject({ output: 'caught' });
    expect(await run(only(task), {}, { tasks: async () => `${most.a}123456789` })).toMatchObject(refused);
  });

  it('passes on no more than 256 KiB: as input, beside a result, beside an error; States.ALL does not catch that', async () => {
    const wide = { a: 'x'.repeat(largest - 1_000) };
    const fails = (message: string) => () => {
      throw new Error(message);
    };
    expect(await caught(wide, fails('short'))).toMatchObject({ output: 'caught' });
    expect(await caught(wide, fails('x'.repeat(1_100)))).toMatchObject(refused);
    expect(await caught(wide, () => 'x'.repeat(1_100), { ResultPath: '$.b' })).toMatchObject(refused);
    const Parameters = { 'a.$': '$.a', b: 'x'.repeat(1_100) };
    expect(await caught(wide, () => ({}), { Parameters })).toMatchObject(refused);
  });
});

describe('a Map', () => {
  const item = { StartAt: 'Each', States: { Each: { Type: 'Task', Resource: 'r', End: true } } };

  it('runs no more items at a time than it may, and keeps their order', async () => {
    let [open, most] = [0, 0];
    const tasks = async ({ input }: { input: unknown }) => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
      return input;
    };
    const items = Array.from({ length: 20 }, (_, index) => index);
    const definition = only({ Type: 'Map', MaxConcurrency: 3, ItemProcessor: item, End: true });
    expect(await run(definition, items, { tasks })).toEqual({ status: 'SUCCEEDED', output: items });
    expect(most).toBe(3);
  });

  it('cancels the other iterations when one fails, and tells of them', async () => {
    const events: StatesEvent[] = [];
    const cancelled: unknown[] = [];
    const definition = only({ Type: 'Map', ItemProcessor: item, End: true });
    const ending = await run(definition, [0, 1], {
      onEvent: (event) => void events.push(event),
      tasks: ({ input, signal }) => {
        if (input === 1) return Promise.reject(new StateFailure('Broken', undefined));
        signal.addEventListener('abort', () => cancelled.push(input));
        return new Promise(() => undefined);
      },
    });
    expect(ending).toEqual({ status: 'FAILED', error: 'Broken' });
    expect(cancelled).toEqual([0]);
    expect(events.slice(-5).map(({ type, previousEventId }) => [type, previousEventId])).toEqual([
      ['MapIterationFailed', 12],
      ['TaskStateAborted', 12],
      ['MapIterationAborted', 12],
      ['MapStateFailed', 12],
      ['ExecutionFailed', 16],
    ]);
    expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  });
});

describe('JSONata and variables', () => {
  it('fill arguments, outputs and conditions, and inner states see what outer ones assigned', async () => {
    const definition = {
      QueryLanguage: 'JSONata',
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { base: '{% $states.input.a * 2 %}' }, Next: 'Each' },
        Each: {
          Type: 'Map',
          Items: '{% [1..3] %}',
          ItemProcessor: {
            StartAt: 'Add',
            States: {
              Add: {
                Type: 'Task',
                Resource: 'r',
                Arguments: { n: '{% $base + $states.input %}' },
                End: true,
              },
            },
          },
          Output: { sum: '{% $sum($states.result) %}', base: '{% $base %}' },
          Next: 'Large?',
        },
        'Large?': {
          Type: 'Choice',
          Choices: [{ Condition: '{% $states.input.sum > 10 %}', Output: 'large', Next: 'End' }],
          Default: 'End',
        },
        End: { Type: 'Succeed' },
      },
    };
    const tasks = async ({ input }: { input: unknown }) => (input as { n: number }).n;
    expect(await run(definition, { a: 2 }, { tasks })).toEqual({ status: 'SUCCEEDED', output: 'large' });
  });

  it.each([
    ['{% $states.input.absent %}', 'returned nothing (undefined).'],
    ['{% function($x) { $x } %}', 'returned an unsupported result type.'],
    ['{% ($f := function($n) { 1 + $f($n) }; $f(1)) %}', 'threw an error during evaluation.'],
    ['{% ($f := function($n) { $f($n) }; $f(1)) %}', 'threw an error during evaluation.'],
    [`{% $match('${'a'.repeat(40)}', /(a+)+b/) %}`, 'The regular expression /(a+)+b/'],
  ])('%s is an evaluation error', async (Output, reason) => {
    const ending = await run(only({ Type: 'Pass', Output, End: true }, { QueryLanguage: 'JSONata' }), {});
    expect(ending).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(ending).toMatchObject({ cause: expect.stringContaining(reason) });
  });

  it('serve JSONPath too', async () => {
    const States = {
      Set: { Type: 'Pass', Assign: { 'kept.$': '$.a' }, Result: {}, Next: 'Get' },
      Get: {
        Type: 'Pass',
        Parameters: { 'b.$': '$kept.b', 'c.$': "States.Format('{}', $kept.b)" },
        End: true,
      },
    };
    const input = { a: { b: 1 } };
    expect(
      await outputOf({ StartAt: 'Set', States: { ...States, Set: { ...States.Set, Result: input } } }, input),
    ).toEqual({
      b: 1,
      c: '1',
    });
  });
});

describe('a Wait', () => {
  it('of 60 days is several sleeps, none longer than a timer holds', async () => {
    const { clock, slept } = timeless();
    const ending = await run(only({ Type: 'Wait', Seconds: 60 * 86_400, End: true }), {}, { clock });
    expect(ending.status).toBe('SUCCEEDED');
    expect(slept.reduce((sum, ms) => sum + ms, 0)).toBe(60 * 86_400_000);
    expect(Math.max(...slept)).toBeLessThan(2 ** 31);
  });

  it.each([
    [-1, 'references a negative value'],
    [1.5, 'cannot be parsed as a long value'],
  ])('of %p seconds fails', async (seconds, reason) => {
    const ending = await run(only({ Type: 'Wait', SecondsPath: '$.s', End: true }), { s: seconds });
    expect(ending).toMatchObject({ error: 'States.Runtime', cause: expect.stringContaining(reason) });
  });
});

describe('a run', () => {
  const loop = { StartAt: 'Again', States: { Again: { Type: 'Pass', Next: 'Again' } } };

  it('ends after 25,000 events, and other work goes on meanwhile', async () => {
    let [turns, events] = [0, 0];
    const counting = setInterval(() => void (turns += 1), 0);
    const ending = await run(loop, {}, { onEvent: () => void (events += 1) });
    clearInterval(counting);
    expect(ending).toMatchObject({ error: 'States.Runtime', cause: expect.stringContaining('(25000)') });
    expect(events).toBe(25_000);
    expect(turns).toBeGreaterThan(1);
  });

  it('ends at the time limit of its machine, on its clock, and when it is stopped', async () => {
    const Wait = { Type: 'Wait', Seconds: 86_400, End: true };
    const speed = 100_000;
    const begun = Date.now();
    const clock = {
      now: () => begun + (Date.now() - begun) * speed,
      sleep: (ms: number, signal?: AbortSignal) => REAL_CLOCK.sleep(ms / speed, signal),
    };
    expect(await run(only(Wait, { TimeoutSeconds: 3_600 }), {}, { clock })).toEqual({ status: 'TIMED_OUT' });
    const signal = AbortSignal.timeout(10);
    expect(await run(only(Wait), {}, { signal })).toEqual({ status: 'ABORTED' });
  });

  it('goes on with what another one told and noted, in whatever order its branches come', async () => {
    const item = { StartAt: 'Each', States: { Each: { Type: 'Task', Resource: 'r', End: true } } };
    const Catch = [{ ErrorEquals: ['Broken'], ResultPath: '$[0]', Next: 'Again' }];
    const map = { Type: 'Map', ItemProcessor: item };
    const definition = {
      StartAt: 'First',
      States: { First: { ...map, Catch, End: true }, Again: { ...map, End: true } },
    };
    const events = new Map<string, StatesEvent>();
    const notes = new Map<string, unknown>();
    const stopping = new AbortController();
    const told = {
      onEvent: (event: StatesEvent, key: string) => void events.set(key, event),
      onNote: (key: string, value: unknown) => void notes.set(key, JSON.parse(JSON.stringify(value))),
    };
    const called: unknown[] = [];
    let failed = false;
    await run(definition, ['a', 'b', 'c', 'd'], {
      ...told,
      signal: stopping.signal,
      tasks: async ({ input }) => {
        if (!failed && input === 'b') {
          failed = true;
          throw failing('Broken');
        }
        if (failed && input === 'd') return input;
        if (failed && input === 'c') queueMicrotask(() => setImmediate(() => stopping.abort()));
        return new Promise(() => undefined);
      },
    });
    const before = events.size;
    const ending = await run(definition, ['a', 'b', 'c', 'd'], {
      ...told,
      past: { events: new Map(events), notes },
      tasks: async ({ input }) => called.push(input) && input,
    });
    const caught = { Error: 'Broken', Cause: 'no' };
    expect(ending).toEqual({ status: 'SUCCEEDED', output: [caught, 'b', 'c', 'd'] });
    expect(called).toEqual([caught, 'b', 'c']);
    const ids = [...events.values()].map(({ id }) => id);
    expect(ids.toSorted((one, other) => one - other)).toEqual(ids.map((_, index) => index + 1));
    expect(before).toBeLessThan(events.size);
    const ends = [...events.values()].flatMap(({ type, mapIterationSucceededEventDetails: details }) =>
      type === 'MapIterationSucceeded' ? [(details as { index: number }).index] : [],
    );
    expect(ends.toSorted()).toEqual([0, 1, 2, 3]);
  });
});
