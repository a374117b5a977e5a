import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { strToU8, zipSync } from 'fflate';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { FunctionsStoppedError, TooManyRequestsError } from './errors.ts';
import { storesLog } from './invocation-watch.ts';
import { testFunctions, type TestFunctions } from './functions.fixture.ts';

let test: TestFunctions;
beforeEach(() => {
  test = testFunctions();
});
afterEach(() => test.stop());

const REPORTS_PID = 'exports.handler = async () => process.pid;';
const invoke = (payload: unknown = {}) => test.functions.invoke('fn', JSON.stringify(payload));

async function failure(
  payload: unknown = {},
): Promise<{ id: string; errorType: string; errorMessage: string }> {
  const { requestId, error, payload: answer } = await invoke(payload);
  expect(error).toBe('Unhandled');
  return { id: requestId, ...JSON.parse(answer) };
}

describe('an invocation', () => {
  it('answers what the handler returns, undefined as null', async () => {
    await test.deploy('exports.handler = async (event) => event.give');
    expect(await invoke({ give: { name: '한옥' } })).toMatchObject({ payload: '{"name":"한옥"}' });
    expect(await invoke({})).toMatchObject({ payload: 'null' });
  });

  it('gives the handler its context and Lambda’s variables, and none of this process', async () => {
    const source = `exports.handler = async (_, context) =>
      ({ env: process.env, context, left: context.getRemainingTimeInMillis() })`;
    await test.deploy(source, { environment: { REDIS: 'host:1' }, timeoutSeconds: 7 });
    const { payload, requestId } = await invoke();
    const { env, context, left } = JSON.parse(payload);
    expect(context).toMatchObject({ awsRequestId: requestId, functionName: 'fn', memoryLimitInMB: '128' });
    expect(left).toBeGreaterThan(3000);
    expect(left).toBeLessThanOrEqual(7000);
    expect(env).toMatchObject({
      REDIS: 'host:1',
      TZ: ':UTC',
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'key-of-fn',
      AWS_SESSION_TOKEN: 'token',
    });
    expect(env._X_AMZN_TRACE_ID).toMatch(/^Root=1-[\da-f]{8}-[\da-f]{24};Parent=[\da-f]{16};Sampled=0$/);
    expect(env).not.toHaveProperty('NODE_OPTIONS');
    expect(env).not.toHaveProperty('HOME');
  });

  it('goes on with the trace of its caller, under a parent of its own', async () => {
    await test.deploy('exports.handler = async () => process.env._X_AMZN_TRACE_ID');
    const trace = 'Parent=53995c3f42cd8ad8;Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1';
    const { payload } = await test.functions.invoke('fn', '{}', { trace });
    const [root, parent, sampled] = String(JSON.parse(payload)).split(';');
    expect([root, sampled]).toEqual(['Root=1-5759e988-bd862e3fe1be46a994272793', 'Sampled=1']);
    expect(parent).toMatch(/^Parent=(?!53995c3f42cd8ad8)[\da-f]{16}$/);
    const other = await test.functions.invoke('fn', '{}', { trace: 'Root=1-x' });
    expect(JSON.parse(other.payload)).toMatch(/^Root=1-(?!5759e988)[\da-f]{8}-[\da-f]{24};Parent/);
  });

  it.each(['async', 'sqs', 'stream', 'state-machine'] as const)(
    'by %s has its log stored when it is over, and so before its event is done with',
    async (kind) => {
      const said: string[] = [];
      const own = testFunctions({
        logs: { append: ({ line }) => void said.push(line.split(' ', 1)[0] ?? '') },
        watch: storesLog({ flush: () => void said.push('stored') }),
      });
      try {
        await own.deploy(`exports.handler = async () => { throw new Error('no') }`);
        await own.functions.invoke('fn', '{}', { trigger: { kind } });
        expect(said.slice(-2)).toEqual(['REPORT', 'stored']);
      } finally {
        await own.stop();
      }
    },
  );

  it('logs START, the handler’s lines, END and REPORT, with Init Duration only when cold', async () => {
    await test.deploy(`console.log('init'); exports.handler = async () => console.log('two\\nlines');`);
    const { requestId: id, logTail: cold } = await invoke();
    const { logTail: warm } = await invoke();
    const figures = String.raw`Duration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB`;
    const report = String.raw`REPORT RequestId: [\w-]+\t${figures}`;
    expect(test.lines.slice(0, 5)).toMatchObject([
      { line: expect.stringMatching(/^\S+Z\t-\tINFO\tinit$/), logGroup: '/aws/lambda/fn' },
      { line: `START RequestId: ${id} Version: $LATEST`, requestId: id },
      { line: expect.stringMatching(new RegExp(`^\\S+Z\t${id}\tINFO\ttwo\nlines$`)), requestId: id },
      { line: `END RequestId: ${id}`, requestId: id },
      {
        line: expect.stringMatching(new RegExp(String.raw`^${report}\tInit Duration: \d+\.\d\d ms$`)),
        requestId: id,
      },
    ]);
    expect(cold).toBe(
      test.lines
        .slice(0, 5)
        .map(({ line }) => `${line}\n`)
        .join(''),
    );
    expect(warm).toMatch(new RegExp(`^START .*\n[^]*\n${report}\n$`));
  });

  it('takes an answer of 6,291,556 bytes and refuses a larger one, after which the process is reused', async () => {
    await test.deploy(`exports.handler = async ({ length }) => length ? 'x'.repeat(length) : process.pid`, {
      memorySizeMb: 512,
    });
    const { payload: pid } = await invoke();
    expect((await invoke({ length: 6_291_554 })).payload).toHaveLength(6_291_556);
    expect(await failure({ length: 6_291_555 })).toMatchObject({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    });
    expect((await invoke()).payload).toBe(pid);
  });
});

describe('a function error', () => {
  it('is the invocation’s outcome, and the process is reused', async () => {
    await test.deploy(`exports.handler = async ({ fail }) => {
      if (fail) throw new TypeError('not ' + fail);
      return process.pid;
    }`);
    const { payload: pid } = await invoke();
    expect(await failure({ fail: 'this' })).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'not this',
    });
    expect((await invoke()).payload).toBe(pid);
    expect(test.functions.invocations('fn')).toBe(3);
    expect(test.measured('Invocations')).toEqual({ count: 3, sum: 3 });
    expect(test.measured('Errors').sum).toBe(1);
    expect(test.measured('Duration').count).toBe(3);
  });

  it('says which handler is missing', async () => {
    await test.deploy(REPORTS_PID, { handler: 'main.other' });
    const error = await failure();
    expect(error).toMatchObject({ errorType: 'Runtime.HandlerNotFound' });
    expect(error.errorMessage).toBe('main.other is undefined or not exported');
    expect(test.lines.at(-1)?.line).toMatch(/\tStatus: error\tError Type: Runtime\.HandlerNotFound$/);
  });

  it.each([
    ['a missing module', 'require("absent")', 'Runtime.ImportModuleError'],
    ['a syntax error', 'exports.handler = (', 'Runtime.UserCodeSyntaxError'],
    ['an exit while initializing', 'process.exit(3)', 'Runtime.ExitError'],
  ])('tells of %s', async (_what, source, errorType) => {
    await test.deploy(source);
    expect(await failure()).toMatchObject({ errorType });
  });
});

describe('an environment that ends', () => {
  const actions = `exports.handler = async ({ action }) => {
    if (action === 'exit') process.exit(1);
    if (action === 'leave') process.exit(0);
    if (action === 'loop') for (;;);
    if (action === 'wait') await new Promise((resolve) => setTimeout(resolve, 60_000));
    if (action === 'reject') { Promise.reject(new Error('unseen')); await new Promise((resolve) => setTimeout(resolve, 60_000)); }
    const kept = [];
    while (action === 'heap') kept.push(new Array(1000).fill(Math.random()));
    while (action === 'buffers') { kept.push(Buffer.alloc(1_000_000, 1)); await new Promise(setImmediate); }
    return process.pid;
  };`;

  it.each([
    ['exit', 'Runtime.ExitError', 'Runtime exited with error: exit status 1'],
    ['leave', 'Runtime.ExitError', 'Runtime exited without providing a reason'],
    ['reject', 'Runtime.ExitError', 'Runtime exited with error: exit status 1'],
    ['heap', 'Runtime.OutOfMemory', 'Runtime exited with error: signal: killed'],
    ['buffers', 'Runtime.OutOfMemory', 'Runtime exited with error: signal: killed'],
    ['wait', 'Sandbox.Timedout', 'Task timed out after 1.00 seconds'],
    ['loop', 'Sandbox.Timedout', 'Task timed out after 1.00 seconds'],
  ])('by %s answers %s and is replaced', async (action, errorType, reason) => {
    await test.deploy(actions, { timeoutSeconds: errorType === 'Sandbox.Timedout' ? 1 : 20 });
    const { payload: pid } = await invoke();
    const { id, ...error } = await failure({ action });
    expect(error).toEqual({ errorType, errorMessage: `RequestId: ${id} Error: ${reason}` });
    const next = await invoke();
    expect(next.error).toBeUndefined();
    expect(next.payload).not.toBe(pid);
  });
});

describe('concurrency', () => {
  /** Answers its process id once as many invocations as wanted run at the same time. */
  const meets = (count: number) => `const { watch, writeFileSync, readdirSync } = require('node:fs');
    exports.handler = ({ place, id }) => new Promise((resolve) => {
      const check = () => { if (readdirSync(place).length >= ${count}) { watcher.close(); resolve(process.pid); } };
      const watcher = watch(place, check);
      writeFileSync(place + '/' + id, '');
      check();
    });`;

  it('gives each concurrent execution a process of its own and reuses them', async () => {
    await test.deploy(meets(3));
    const place = mkdtempSync(join(test.dir, 'meet-'));
    const answers = await Promise.all([1, 2, 3].map((id) => invoke({ place, id })));
    expect(new Set(answers.map(({ payload }) => payload)).size).toBe(3);
    const again = await invoke({ place, id: 4 });
    expect(answers.map(({ payload }) => payload)).toContain(again.payload);
  });

  it('starts 25 functions at once', async () => {
    const names = Array.from({ length: 25 }, (_, index) => `fn-${index}`);
    for (const name of names)
      await test.deploy(`exports.handler = async () => '${name}'`, { name, environment: {} });
    const invocations = await Promise.all(names.map((name) => test.functions.invoke(name, '{}')));
    expect(invocations.map(({ payload }): unknown => JSON.parse(payload))).toEqual(names);
  });

  it('refuses what is over the reserved concurrency', async () => {
    await test.deploy(REPORTS_PID, { reservedConcurrency: 1 });
    const first = invoke();
    await expect(invoke()).rejects.toThrow(TooManyRequestsError);
    expect((await first).error).toBeUndefined();
    expect((await invoke()).error).toBeUndefined();
    const sums = ['Invocations', 'Throttles', 'Errors'].map((name) => test.measured(name).sum);
    expect(sums).toEqual([2, 1, 0]);
  });

  it('lets what is over the number of processes wait', async () => {
    const limited = testFunctions({ maxEnvironments: 2 });
    await limited.deploy(REPORTS_PID);
    const answers = await Promise.all(Array.from({ length: 8 }, () => limited.functions.invoke('fn', '{}')));
    expect(new Set(answers.map(({ payload }) => payload)).size).toBeLessThanOrEqual(2);
    await limited.stop();
  });
});

describe('the set of functions', () => {
  it('runs changed code in a new process and keeps the old one when nothing changed', async () => {
    await test.deploy(REPORTS_PID);
    const { payload: pid } = await invoke();
    await test.deploy(REPORTS_PID);
    expect((await invoke()).payload).toBe(pid);
    await test.deploy('exports.handler = async () => "changed"');
    expect((await invoke()).payload).toBe('"changed"');
  });

  it('runs replaced code from the next invocation on, while what runs ends on the old code', async () => {
    await test.deploy(`exports.handler = async ({ wait }) => {
      await new Promise((resolve) => setTimeout(resolve, wait));
      return 'old';
    }`);
    const told: string[] = [];
    const untell = test.functions.onCode(({ config }) => told.push(config.name));
    const running = [0, 0, 300].map((wait) => invoke({ wait }));
    await running[0];
    const zip = zipSync({ 'main.js': strToU8(`exports.handler = async () => 'new';`) });
    expect(await test.functions.replaceCode('fn', zip)).toMatchObject({ changed: true });
    expect((await invoke({ wait: 0 })).payload).toBe('"new"');
    expect((await Promise.all(running)).map(({ payload, error }) => error ?? payload)).toEqual(
      Array(3).fill('"old"'),
    );
    expect(await test.functions.replaceCode('fn', zip)).toMatchObject({ changed: false });
    expect(told).toEqual(['fn']);
    untell();
  });

  it('keeps its code when the new one is no zip', async () => {
    await test.deploy(REPORTS_PID);
    const { payload: pid } = await invoke();
    await expect(test.functions.replaceCode('fn', strToU8('no zip'))).rejects.toThrow('cannot be unpacked');
    expect((await invoke()).payload).toBe(pid);
  });

  it('stops invocations that run', async () => {
    await test.deploy('exports.handler = () => { for (;;); }');
    const running = invoke();
    const stopped = expect(running).rejects.toThrow(FunctionsStoppedError);
    await test.functions.stop();
    await stopped;
  });

  it.each([
    ['bytes that are no frame', `Buffer.alloc(64, 255)`],
    ['an answer to an id that is none', `Buffer.from('\\0\\0\\0\\x0c\\0\\0\\0\\0%E0/response')`],
    ['an answer of another kind', `Buffer.from('\\0\\0\\0\\x05\\0\\0\\0\\0other')`],
  ])('ends a process that sends the stack %s, and starts another', async (_, bytes) => {
    await test.deploy(`exports.handler = async ({ sends }) => {
      if (sends) require('node:fs').writeSync(4, ${bytes});
      return new Promise((resolve) => setTimeout(resolve, sends ? 10_000 : 0, 'well'));
    }`);
    expect(await failure({ sends: true })).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect((await invoke()).payload).toBe('"well"');
  });

  it('runs code whose runtime client asks for invocations over HTTP', async () => {
    const environment = { AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1: 'true' };
    await test.deploy('exports.handler = async ({ count }) => count', { environment });
    for (let count = 0; count < 50; count++) expect((await invoke({ count })).payload).toBe(`${count}`);
  });

  it('has stopped when what it stopped has said its last line', async () => {
    await test.deploy(`exports.handler = () => { require('node:fs').writeSync(1, 'runs\\n'); for (;;); }`);
    const stopped = expect(invoke()).rejects.toThrow(FunctionsStoppedError);
    await eventually(() => expect(test.lines.map(({ line }) => line)).toContain('runs'));
    await test.functions.stop();
    expect(test.lines.at(-1)?.line).toMatch(/^REPORT /);
    await stopped;
  });

  it.each([
    [
      { runtime: 'python3.13' },
      'runtime is python3.13; the local stack runs nodejs20.x, nodejs22.x, nodejs24.x, all on its own Node.',
    ],
    [{ memorySizeMb: 64 }, 'memorySizeMb must be 128 to 10240.'],
    [{ timeoutSeconds: 901 }, 'timeoutSeconds must be 1 to 900.'],
    [{ environment: { AWS_REGION: 'x' } }, 'environment sets reserved AWS_REGION.'],
  ])('refuses %j', async (overrides, message) => {
    await expect(test.deploy(REPORTS_PID, overrides)).rejects.toThrow(`Function fn: ${message}`);
  });

  it('knows no other functions', async () => {
    const message = 'Function not found: arn:aws:lambda:eu-west-1:123456789012:function:other';
    await expect(test.functions.invoke('other', '{}')).rejects.toThrow(message);
  });
});
