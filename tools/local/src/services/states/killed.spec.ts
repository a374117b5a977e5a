import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@hanok/testing';
import type { Ask, Told } from './killed-process.fixture.ts';

const work = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:000000000000:function:work', End: true };
const branch = (state: object) => ({ StartAt: 'In', States: { In: state } });
const Retry = [{ ErrorEquals: ['Busy'], IntervalSeconds: 1, MaxAttempts: 1 }];
const pause = { Type: 'Wait', Seconds: 1, End: true };

/** A machine per place in which the process is killed: its only state, its input, and what it ends with. */
const PLACES: Record<string, { state: object; input: unknown; output: unknown }> = {
  wait: { state: pause, input: 1, output: 1 },
  task: { state: work, input: { slow: 1 }, output: { slow: 1 } },
  retry: { state: { ...work, Retry }, input: 'busy', output: 'busy' },
  map: {
    state: { Type: 'Map', MaxConcurrency: 2, ItemProcessor: branch(work), End: true },
    input: ['a', 'slow b', 'c'],
    output: ['a', 'slow b', 'c'],
  },
  parallel: {
    state: { Type: 'Parallel', Branches: [branch(work), branch(pause)], End: true },
    input: 'both',
    output: ['both', 'both'],
  },
};

let folder: string;
let child: ChildProcess | undefined;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'hanok-killed-'))));
afterEach(async () => {
  await kill();
  rmSync(folder, { recursive: true });
});

it('goes on in a Wait, a task, a retry delay, a Map and a Parallel after kill -9, and repeats no result', async () => {
  const first = await startChild('hangs');
  for (const [name, { state, input }] of Object.entries(PLACES))
    first.ask({
      ...{ start: name, input: JSON.stringify(input) },
      definition: JSON.stringify({ StartAt: 'Only', States: { Only: state } }),
    });
  await eventually(async () => {
    const { wait, task, retry, map, parallel } = await first.report();
    expect(wait?.types.at(-1)).toBe('WaitStateEntered');
    expect(task?.types.at(-1)).toBe('LambdaFunctionStarted');
    expect(retry?.types.at(-1)).toBe('LambdaFunctionFailed');
    expect(map?.types.filter((type) => type === 'MapIterationSucceeded')).toHaveLength(2);
    expect(parallel?.types).toEqual(expect.arrayContaining(['TaskStateExited', 'WaitStateEntered']));
  });
  await kill();

  const second = await startChild('answers');
  const ended = await eventually(async () => {
    const report = await second.report();
    for (const { status } of Object.values(report)) expect(status).toBe('SUCCEEDED');
    return report;
  });
  for (const [name, { output }] of Object.entries(PLACES))
    expect([name, JSON.parse(ended[name]?.output ?? '')]).toEqual([name, output]);
  expect(second.called.map((payload) => JSON.stringify(payload)).toSorted()).toEqual([
    ...['"busy"', '"slow b"', '{"slow":1}'],
  ]);
  expect(ended['map']?.types.filter((type) => type === 'MapIterationStarted')).toHaveLength(3);
  expect(ended['retry']?.types).toEqual([
    ...['ExecutionStarted', 'TaskStateEntered'],
    ...['LambdaFunctionScheduled', 'LambdaFunctionStarted', 'LambdaFunctionFailed'],
    ...['LambdaFunctionScheduled', 'LambdaFunctionStarted', 'LambdaFunctionSucceeded'],
    ...['TaskStateExited', 'ExecutionSucceeded'],
  ]);
});

async function startChild(mode: 'hangs' | 'answers') {
  const script = join(import.meta.dirname, 'killed-process.fixture.ts');
  const args = [join(folder, 'executions.db'), mode, Object.keys(PLACES).join(',')];
  const forked = fork(script, args, { execArgv: ['--conditions=@hanok/source'], stdio: 'inherit' });
  child = forked;
  const called: unknown[] = [];
  forked.on('message', (told: Told) => void ('called' in told && called.push(told.called)));
  await answer();
  return {
    called,
    ask: (ask: Ask) => void forked.send(ask),
    report: () => {
      const reported = answer();
      forked.send({ report: true } satisfies Ask);
      return reported;
    },
  };

  function answer(): Promise<Extract<Told, { report: unknown }>['report']> {
    return new Promise((resolve) => {
      const onMessage = (told: Told) => {
        if (!('report' in told)) return;
        forked.off('message', onMessage);
        resolve(told.report);
      };
      forked.on('message', onMessage);
    });
  }
}

async function kill(): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
