import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as sfn from '@aws-sdk/client-sfn';
import { clientSettings, eventually } from '@hanok/testing';
import { createClock } from '../../clock.ts';
import { TooManyRequestsError } from '../lambda/errors.ts';
import type { Invocation, Invoker } from '../lambda/function-config.ts';
import { serveService } from '../../gateway/serve-service.fixture.ts';
import { policyDocument } from '../iam/policy-document.ts';
import { createRoles } from '../iam/roles.ts';
import type { LogLine } from '../../log-line.ts';
import { createExecutions, type Executions } from './executions.ts';
import { statesService } from './part.ts';

const REGION = 'us-east-1';
const ACCOUNT_ID = '000000000000';
const functionArn = (name: string) => `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:${name}`;
const stateMachineArn = `arn:aws:states:${REGION}:${ACCOUNT_ID}:stateMachine:machine`;

let folder: string;
let executions: Executions;
let server: Awaited<ReturnType<typeof serveService>>;
let client: sfn.SFNClient;
let lines: LogLine[];
let traces: (string | undefined)[];
let doubles: Record<string, (payload: unknown) => unknown>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hanok-executions-'));
  lines = [];
  doubles = {};
  traces = [];
  open();
  server = await serveService(statesService(executions));
  client = new sfn.SFNClient({ ...clientSettings(server.url), region: REGION, disableHostPrefix: true });
});
afterEach(() => {
  client.destroy();
  server.close();
  executions.stop();
  rmSync(folder, { recursive: true });
});

function open(): void {
  const roles = createRoles({ accountId: ACCOUNT_ID });
  const Statement = [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: functionArn('work') }];
  const policies = new Map([['may', policyDocument.parse({ Version: '2012-10-17', Statement })]]);
  roles.add({ name: 'machine-role', arn: 'arn:aws:iam::000000000000:role/machine-role', policies });
  executions = createExecutions({
    file: join(folder, 'executions.db'),
    clock: createClock(600),
    invoker: { invoke },
    roles,
    logs: { append: (line) => void lines.push(line) },
  });
}

async function invoke(...[name, payload, by]: Parameters<Invoker['invoke']>): Promise<Invocation> {
  traces.push(by?.trace);
  const base = { requestId: 'r', logTail: '' };
  try {
    return { ...base, payload: JSON.stringify((await doubles[name]?.(JSON.parse(payload))) ?? null) };
  } catch (error) {
    if (!(error instanceof Error) || error instanceof TooManyRequestsError) throw error;
    const reported = { errorType: error.name, errorMessage: error.message, trace: [] };
    return { ...base, payload: JSON.stringify(reported), error: 'Unhandled' };
  }
}

function deploy(States: Record<string, object>, more: Partial<Parameters<Executions['add']>[0]> = {}): void {
  const StartAt = Object.keys(States)[0];
  executions.add({
    arn: stateMachineArn,
    name: 'machine',
    type: 'STANDARD',
    definition: JSON.stringify({ StartAt, States }),
    roleName: 'machine-role',
    roleArn: 'arn:aws:iam::000000000000:role/machine-role',
    ...more,
  });
}

const work = { Type: 'Task', Resource: functionArn('work'), End: true };
const ask = {
  ...{ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken', End: true },
  Parameters: { FunctionName: functionArn('work'), Payload: { 'token.$': '$$.Task.Token' } },
};
const named = (name: string, message = 'no') => Object.assign(new Error(message), { name });

/** The stack ends in the middle of what runs, and another one opens the same file. */
async function reopen(): Promise<void> {
  executions.stop();
  server.close();
  client.destroy();
  open();
  executions.resume();
  server = await serveService(statesService(executions));
  client = new sfn.SFNClient({ ...clientSettings(server.url), region: REGION, disableHostPrefix: true });
}

async function start(input: unknown = {}, name?: string) {
  const command = new sfn.StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input), name });
  return (await client.send(command)).executionArn ?? '';
}

async function ended(executionArn: string) {
  const describe = () => client.send(new sfn.DescribeExecutionCommand({ executionArn }));
  await eventually(async () => expect((await describe()).status).not.toBe('RUNNING'));
  return describe();
}

async function historyOf(executionArn: string, more: Partial<sfn.GetExecutionHistoryInput> = {}) {
  const events: sfn.HistoryEvent[] = [];
  for await (const page of sfn.paginateGetExecutionHistory({ client }, { executionArn, ...more }))
    events.push(...(page.events ?? []));
  return events;
}

describe('an execution', () => {
  it('runs the functions of its tasks and tells its history as Step Functions does', async () => {
    deploy({ 훈련: { Type: 'Pass', Next: '일' }, 일: { ...work, ResultPath: '$.done' } });
    doubles['work'] = (payload) => ({ got: payload });
    const executionArn = await start({ a: 1 }, 'first');
    expect(executionArn).toBe(`arn:aws:states:${REGION}:${ACCOUNT_ID}:execution:machine:first`);
    const output = { a: 1, done: { got: { a: 1 } } };
    expect(await ended(executionArn)).toMatchObject({
      ...{ status: 'SUCCEEDED', name: 'first', stateMachineArn, input: '{"a":1}' },
      ...{ output: JSON.stringify(output), startDate: expect.any(Date), stopDate: expect.any(Date) },
    });
    const events = await historyOf(executionArn, { maxResults: 2 });
    expect(events.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'PassStateEntered'],
      [3, 2, 'PassStateExited'],
      [4, 3, 'TaskStateEntered'],
      [5, 4, 'LambdaFunctionScheduled'],
      [6, 5, 'LambdaFunctionStarted'],
      [7, 6, 'LambdaFunctionSucceeded'],
      [8, 7, 'TaskStateExited'],
      [9, 8, 'ExecutionSucceeded'],
    ]);
    expect(events[3]?.stateEnteredEventDetails).toEqual({
      ...{ name: '일', input: '{"a":1}', inputDetails: { truncated: false } },
    });
    const backwards = await historyOf(executionArn, { reverseOrder: true });
    expect(backwards.map(({ id }) => id)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('retries, catches, and fails with the name and the cause of the function error', async () => {
    const Catch = [{ ErrorEquals: ['Broken'], ResultPath: '$.failure', Next: 'Told' }];
    const Retry = [
      { ErrorEquals: ['Busy', 'Lambda.TooManyRequestsException'], IntervalSeconds: 60, MaxAttempts: 2 },
    ];
    deploy({ Try: { ...work, Retry, Catch }, Told: { Type: 'Fail', Error: 'Gave up', Cause: 'it broke' } });
    const errors = [named('Busy'), new TooManyRequestsError('rate'), named('Broken', 'glass')];
    doubles['work'] = () => {
      throw errors.shift() ?? named('TooOften');
    };
    const executionArn = await start();
    expect(await ended(executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'Gave up',
      cause: 'it broke',
    });
    const events = await historyOf(executionArn);
    const failures = events.flatMap((event) => event.lambdaFunctionFailedEventDetails ?? []);
    expect(failures.map(({ error }) => error)).toEqual(['Busy', 'Lambda.TooManyRequestsException', 'Broken']);
    expect(JSON.parse(failures[2]?.cause ?? '')).toMatchObject({
      errorType: 'Broken',
      errorMessage: 'glass',
    });
    expect(events.at(-1)).toMatchObject({
      type: 'ExecutionFailed',
      executionFailedEventDetails: { error: 'Gave up' },
    });
    expect(events.map(({ type }) => type)).not.toContain('LambdaFunctionSucceeded');
  });

  it('waits on the clock, branches and maps', async () => {
    const item = { StartAt: 'Each', States: { Each: { ...work } } };
    deploy({
      Wait: { Type: 'Wait', SecondsPath: '$.seconds', Next: 'Both' },
      Both: { Type: 'Parallel', Branches: [item, item], ResultPath: '$.both', Next: 'All' },
      All: { Type: 'Map', ItemsPath: '$.items', ItemProcessor: item, ResultPath: '$.all', End: true },
    });
    doubles['work'] = (payload) => (typeof payload === 'number' ? payload * 2 : 'branch');
    const executionArn = await start({ seconds: 60, items: [1, 2] });
    const { output, startDate, stopDate } = await ended(executionArn);
    expect(JSON.parse(output ?? '')).toMatchObject({ both: ['branch', 'branch'], all: [2, 4] });
    expect(Number(stopDate) - Number(startDate)).toBeGreaterThanOrEqual(60_000);
    const types = (await historyOf(executionArn)).map(({ type }) => type);
    expect(types).toEqual(
      expect.arrayContaining(['WaitStateEntered', 'WaitStateExited', 'MapIterationStarted']),
    );
  });

  it('times out in a task, and may not invoke what its role does not allow', async () => {
    deploy({ Slow: { ...work, TimeoutSeconds: 1 } });
    doubles['work'] = () => new Promise(() => undefined);
    const slow = await start();
    expect(await ended(slow)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect((await historyOf(slow)).map(({ type }) => type)).toContain('LambdaFunctionTimedOut');
    deploy({ Other: { ...work, Resource: functionArn('other') } });
    expect(await ended(await start())).toMatchObject({
      error: 'Lambda.AWSLambdaException',
      cause: expect.stringContaining('is not authorized to perform: lambda:InvokeFunction'),
    });
  });

  it('is started once per name and input', async () => {
    deploy({ Wait: { Type: 'Wait', Seconds: 86_400, End: true } });
    const executionArn = await start({ a: 1 }, 'once');
    expect(await start({ a: 1 }, 'once')).toBe(executionArn);
    await expect(start({ a: 2 }, 'once')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    const stop = new sfn.StopExecutionCommand({ executionArn, error: 'Enough', cause: 'no more' });
    expect((await client.send(stop)).stopDate).toBeInstanceOf(Date);
    expect(await ended(executionArn)).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'no more' });
    expect((await historyOf(executionArn)).at(-1)).toMatchObject({ type: 'ExecutionAborted' });
    await expect(start({ a: 1 }, 'once')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  it('survives the stack: what had ended stands, what ran goes on', async () => {
    deploy({ Wait: { Type: 'Wait', SecondsPath: '$.seconds', End: true } });
    const done = await start({ seconds: 0 }, 'done');
    await ended(done);
    const cut = await start({ seconds: 600 }, 'cut');
    await reopen();
    const { startDate, stopDate } = await ended(cut);
    expect(Number(stopDate) - Number(startDate)).toBeGreaterThanOrEqual(600_000);
    expect((await historyOf(cut)).map(({ id, type }) => [id, type])).toEqual([
      [1, 'ExecutionStarted'],
      [2, 'WaitStateEntered'],
      [3, 'WaitStateExited'],
      [4, 'ExecutionSucceeded'],
    ]);
    expect(await ended(done)).toMatchObject({ status: 'SUCCEEDED' });
    deploy({ Only: { Type: 'Pass', End: true } });
    const list = await client.send(new sfn.ListExecutionsCommand({ stateMachineArn }));
    expect(list.executions?.map(({ name, status }) => [name, status])).toEqual([
      ['cut', 'SUCCEEDED'],
      ['done', 'SUCCEEDED'],
    ]);
  });

  it('goes on where it was: a task that had ended is not run again, one that had not is', async () => {
    const called: unknown[] = [];
    const first = { a: 1, InputPath: 'x' };
    const item = { StartAt: 'Each', States: { Each: work } };
    const Retry = [{ ErrorEquals: ['Busy'], IntervalSeconds: 60, MaxAttempts: 3 }];
    deploy({
      First: { ...work, End: undefined, Next: 'Again', ResultPath: null, Parameters: first },
      Again: { ...work, End: undefined, Next: 'Both', ResultPath: null, Retry, Parameters: 'again' },
      Both: { Type: 'Parallel', Branches: [item, item], End: true },
    });
    doubles['work'] = (payload) => {
      called.push(payload);
      if (payload === 'again') throw named('Busy');
      return called.length;
    };
    const executionArn = await start({ a: 1 });
    await eventually(async () => expect(called).toEqual([first, 'again']));
    await reopen();
    doubles['work'] = (payload) => {
      called.push(payload);
      // The first branch ends, the second does not in this stack.
      return payload === 'again' || called.length < 5 ? called.length : new Promise(() => undefined);
    };
    await eventually(async () => expect(called).toHaveLength(5));
    doubles['work'] = (payload) => called.push(payload);
    await reopen();
    expect(JSON.parse((await ended(executionArn)).output ?? '')).toEqual([4, 6]);
    expect(called.slice(0, 3)).toEqual([first, 'again', 'again']);
    expect(called).toHaveLength(6);
    const events = await historyOf(executionArn);
    expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
    expect(events.filter(({ type }) => type === 'TaskStateEntered')).toHaveLength(4);
    expect(events.filter(({ type }) => type === 'LambdaFunctionScheduled')).toHaveLength(5);
  });

  it('hands the trace of its start on to every task, after a restart too; the header counts before the body', async () => {
    const [ofHeader, ofBody] = ['a', 'b'].map((digit) => `Root=1-5759e988-${digit.repeat(24)};Sampled=1`);
    const redeploy = () =>
      deploy({
        one: { ...work, End: undefined, Next: 'pause' },
        pause: { Type: 'Wait', Seconds: 300, Next: 'two' },
        two: work,
      });
    redeploy();
    const begin = (traceHeader?: string) => {
      const command = new sfn.StartExecutionCommand({ stateMachineArn, ...(traceHeader && { traceHeader }) });
      return client.send(command);
    };
    const { executionArn = '' } = await begin(ofBody);
    await eventually(() => expect(traces).toEqual([ofBody]));
    await reopen();
    await ended(executionArn);
    expect(traces).toEqual([ofBody, ofBody]);
    redeploy();
    client.middlewareStack.add(
      (next) => (call) => {
        Object.assign(Object(Object(call.request).headers), { 'x-amzn-trace-id': ofHeader });
        return next(call);
      },
      { step: 'build' },
    );
    await ended((await begin(ofBody)).executionArn ?? '');
    expect(traces.slice(2)).toEqual([ofHeader, ofHeader]);
    await begin('x');
    expect(traces.slice(4)).not.toContain('x');
  });

  it('waits on for a token that an earlier stack gave away, and for its heartbeats', async () => {
    const given: string[] = [];
    deploy({ Ask: { ...ask, HeartbeatSeconds: 1 } });
    doubles['work'] = (payload) => void given.push((payload as { token: string }).token);
    const [answered, silent] = [await start({}, 'answered'), await start({}, 'silent')];
    await eventually(async () => expect(given).toHaveLength(2));
    await reopen();
    const [taskToken = ''] = given;
    await client.send(new sfn.SendTaskHeartbeatCommand({ taskToken }));
    await client.send(new sfn.SendTaskSuccessCommand({ taskToken, output: '{"ok":true}' }));
    expect(await ended(answered)).toMatchObject({ status: 'SUCCEEDED', output: '{"ok":true}' });
    expect(await ended(silent)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(given).toHaveLength(2);
    const late = client.send(new sfn.SendTaskHeartbeatCommand({ taskToken }));
    await expect(late).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('waits for whom its function gave the token', async () => {
    deploy({ Ask: ask });
    const given: string[] = [];
    doubles['work'] = (payload) => void given.push((payload as { token: string }).token);
    const [yes, no] = [await start({}, 'yes'), await start({}, 'no')];
    await eventually(async () => expect(given).toHaveLength(2));
    const [first = '', second = ''] = given;
    await client.send(new sfn.SendTaskSuccessCommand({ taskToken: first, output: '{"ok":true}' }));
    await client.send(
      new sfn.SendTaskFailureCommand({ taskToken: second, error: 'Refused', cause: 'by hand' }),
    );
    expect(await ended(yes)).toMatchObject({ status: 'SUCCEEDED', output: '{"ok":true}' });
    expect(await ended(no)).toMatchObject({ status: 'FAILED', error: 'Refused', cause: 'by hand' });
    const late = client.send(new sfn.SendTaskSuccessCommand({ taskToken: first, output: '1' }));
    await expect(late).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('is logged at the level that the machine asks for, its data only when asked for', async () => {
    const logging = { logGroup: '/states', level: 'ERROR' as const, includeExecutionData: false };
    deploy({ Only: { Type: 'Fail', Error: 'Always', Cause: 'so it is' } }, { logging });
    await ended(await start({ secret: 1 }));
    expect(lines.map(({ line }) => (JSON.parse(line) as { type: string }).type)).toEqual(['ExecutionFailed']);
    deploy({ Only: { Type: 'Pass', End: true } }, { logging: { ...logging, level: 'ALL' } });
    await ended(await start({ secret: 1 }));
    expect(lines).toHaveLength(5);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });
});

describe('the API', () => {
  it('runs an express machine while the caller waits', async () => {
    deploy({ Only: work }, { type: 'EXPRESS' });
    doubles['work'] = () => 'quick';
    const answer = await client.send(new sfn.StartSyncExecutionCommand({ stateMachineArn, input: '{}' }));
    expect(answer).toMatchObject({ status: 'SUCCEEDED', output: '"quick"' });
    deploy({ Only: work });
    const standard = client.send(new sfn.StartSyncExecutionCommand({ stateMachineArn }));
    await expect(standard).rejects.toMatchObject({ name: 'StateMachineTypeNotSupported' });
  });

  it('describes machines and names what is not there or not valid', async () => {
    deploy({ Only: work });
    const described = await client.send(new sfn.DescribeStateMachineCommand({ stateMachineArn }));
    expect(described).toMatchObject({ name: 'machine', type: 'STANDARD', status: 'ACTIVE' });
    const { stateMachines } = await client.send(new sfn.ListStateMachinesCommand());
    expect(stateMachines?.map(({ name }) => name)).toEqual(['machine']);
    const absent = { stateMachineArn: `${stateMachineArn}-absent` };
    await expect(client.send(new sfn.StartExecutionCommand(absent))).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
    });
    const executionArn = 'arn:aws:states:us-east-1:000000000000:execution:machine:absent';
    const gone = client.send(new sfn.DescribeExecutionCommand({ executionArn }));
    await expect(gone).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
    await expect(start({}, 'a b')).rejects.toMatchObject({ name: 'InvalidName' });
    const bad = client.send(new sfn.StartExecutionCommand({ stateMachineArn, input: '{' }));
    await expect(bad).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
  });

  it.each<[Record<string, object>, string]>([
    [
      { Only: { ...work, QueryLanguage: 'JSONata', InputPath: '$' } },
      '"InputPath" is no field of a Task state in JSONata',
    ],
    [{ Only: { ...work, Credentials: {} } }, 'state "Only": "Credentials" (roles of other accounts)'],
    [{ Only: { ...work, Arguments: {} } }, '"Arguments" is no field of a Task state in JSONPath'],
    [{ Only: { ...work, HeartBeatSeconds: 1 } }, '"HeartBeatSeconds" is no field of a Task state'],
    [
      { Only: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true } },
      'Resource arn:aws:states:::sqs:sendMessage',
    ],
    [
      { Only: { Type: 'Task', Resource: 'arn:aws:states:us-east-1:000000000000:activity:a', End: true } },
      ':activity:a is not supported',
    ],
    [
      { Only: { ...ask, Parameters: { ...ask.Parameters, Qualifier: '1' } } },
      'the parameter "Qualifier" of lambda:invoke',
    ],
    [{ Only: { Type: 'Pass', Next: 'Gone' } }, 'leads to no state: "Gone"'],
    [{ Only: { Type: 'Pass' } }, 'has either "Next" or "End": true'],
    [{ Only: { Type: 'Loop', End: true } }, 'Type "Loop" is no type of a state'],
    [
      { Only: { Type: 'Pass', Parameters: { 'a.$': '$.b[' }, End: true } },
      'state "Only": "Parameters": expected',
    ],
    [
      { Only: { Type: 'Pass', Parameters: { 'a.$': 'States.Nothing()' }, End: true } },
      'States.Nothing is no intrinsic function',
    ],
    [{ Only: { Type: 'Pass', ResultPath: '$.a[*]', End: true } }, 'no reference path'],
    [{ Only: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% ( %}', End: true } }, 'is no JSONata'],
    [
      { Only: { Type: 'Choice', Choices: [{ Variable: '$.a', Equals: 1, Next: 'Only' }] } },
      'there is no comparison "Equals"',
    ],
    [
      {
        Only: {
          Type: 'Map',
          ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'A', States: { A: work } },
          End: true,
        },
      },
      'state "Only": the distributed Map',
    ],
    [
      { Only: { ...work, Catch: [{ ErrorEquals: ['E'], ResultPath: 'x', Next: 'Only' }] } },
      'it begins with no $',
    ],
  ])('refuses at the start what would not run as on AWS: %j', (states, reason) => {
    expect(() => deploy(states)).toThrow(reason);
  });

  it('refuses at the start what is nested too deeply to be read', () => {
    const InputPath = `$[?(${'('.repeat(20_000)}`;
    expect(() => deploy({ Only: { Type: 'Pass', InputPath, End: true } })).toThrow('is nested too deeply');
  });
});
