import { startStepFunctions } from '@hanok/testing';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createExecutions } from './executions.ts';

const { signal } = new AbortController();
const machine = await startStepFunctions({ machine: 'Training' });
const { client, stateMachineArn } = machine;
beforeEach(() => machine.executions.clear());
afterAll(machine.stop);

const executions = createExecutions({ client, stateMachineArn });
const striker = { TraningType: '공격수', Player: '지성' };
const endAll = (status: string) => {
  for (const execution of machine.executions.values()) execution.status = status;
};

describe('start', () => {
  it('starts the execution with its input as JSON', async () => {
    expect(await executions.start('t-1', striker, signal)).toBe('started');
    expect([...machine.executions.values()]).toEqual([
      { name: 't-1', input: JSON.stringify(striker), status: 'RUNNING', states: [] },
    ]);
  });

  it.each(['RUNNING', 'SUCCEEDED', 'PENDING_REDRIVE'])(
    'is one execution for the same input, %s',
    async (status) => {
      await executions.start('t-1', striker, signal);
      endAll(status);
      expect(await executions.start('t-1', striker, signal)).toBe('started');
      expect([...machine.executions.values()]).toMatchObject([{ name: 't-1', status }]);
    },
  );

  it.each(['RUNNING', 'SUCCEEDED'])(
    'starts nothing for another input under the name of one %s',
    async (status) => {
      await executions.start('t-1', striker, signal);
      endAll(status);
      expect(await executions.start('t-1', { TraningType: '수비수' }, signal)).toBe('taken');
      expect([...machine.executions.values()]).toMatchObject([{ input: JSON.stringify(striker), status }]);
    },
  );

  describe.each(['FAILED', 'TIMED_OUT', 'ABORTED'])('of an execution that is %s', (status) => {
    const startAgain = () => executions.start('t-1', striker, signal);
    const standing = () => [...machine.executions.values()].map((each) => [each.name, each.status]);

    it('starts it again under the name of the next attempt, with the same input', async () => {
      for (const name of ['t-1', 't-1.2', 't-1.3']) {
        expect(await startAgain()).toBe('started');
        expect(machine.executions.get(name)).toMatchObject({
          input: JSON.stringify(striker),
          status: 'RUNNING',
        });
        if (name !== 't-1.3') endAll(status);
      }
      for (const last of ['RUNNING', 'SUCCEEDED']) {
        const newest = machine.executions.get('t-1.3');
        if (newest) newest.status = last;
        expect(await startAgain()).toBe('started');
        expect(standing()).toEqual([
          ['t-1', status],
          ['t-1.2', status],
          ['t-1.3', last],
        ]);
      }
    });

    it('starts one other for callers at the same time', async () => {
      await startAgain();
      endAll(status);
      expect(await Promise.all(Array.from({ length: 8 }, startAgain))).toEqual(Array(8).fill('started'));
      expect(standing()).toEqual([
        ['t-1', status],
        ['t-1.2', 'RUNNING'],
      ]);
    });

    it('starts nothing for another input', async () => {
      await startAgain();
      endAll(status);
      expect(await executions.start('t-1', { TraningType: '수비수' }, signal)).toBe('taken');
      expect(standing()).toEqual([['t-1', status]]);
    });

    it('is read by its newest attempt', async () => {
      await startAgain();
      endAll(status);
      expect(await executions.find('t-1', signal)).toMatchObject({ name: 't-1', status });
      await startAgain();
      expect(await executions.find('t-1', signal)).toMatchObject({ name: 't-1.2', status: 'RUNNING' });
      endAll('SUCCEEDED');
      expect(await executions.find('t-1', signal)).toMatchObject({ name: 't-1', status: 'SUCCEEDED' });
    });
  });

  it('throws once 20 attempts have failed', async () => {
    for (let attempt = 1; attempt <= 20; attempt++) {
      await executions.start('t-1', striker, signal);
      endAll('FAILED');
    }
    await expect(executions.start('t-1', striker, signal)).rejects.toMatchObject({
      name: 'AttemptsExhaustedError',
    });
    expect(await executions.find('t-1', signal)).toMatchObject({ name: 't-1.20', status: 'FAILED' });
  });

  it('throws every other error', async () => {
    const elsewhere = createExecutions({ client, stateMachineArn: `${stateMachineArn}2` });
    await expect(elsewhere.start('t-1', striker, signal)).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
    });
  });

  it('ends when its signal aborts', async () => {
    const start = executions.start('t-1', striker, AbortSignal.abort());
    await expect(start).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('find', () => {
  it('answers status and input, and the error of an execution that failed', async () => {
    await executions.start('t-1', striker, signal);
    const input = JSON.stringify(striker);
    expect(await executions.find('t-1', signal)).toEqual({
      name: 't-1',
      status: 'RUNNING',
      input,
      error: undefined,
    });
    const failed = { name: 't-2', input: '{}', status: 'FAILED', error: 'TrainingFailed', states: ['훈련'] };
    machine.executions.set('t-2', failed);
    expect(await executions.find('t-2', signal)).toEqual({
      name: 't-2',
      status: 'FAILED',
      input: '{}',
      error: 'TrainingFailed',
    });
  });

  it('answers undefined for an execution that there is not', async () => {
    expect(await executions.find('t-1', signal)).toBeUndefined();
  });
});

describe('states', () => {
  it('answers every state that was entered, in order, over all pages of the history', async () => {
    const states = ['훈련', '공격 훈련', '볼 경합 훈련'];
    machine.executions.set('t-1', { name: 't-1', input: '{}', status: 'SUCCEEDED', states });
    expect(await executions.states('t-1', signal)).toEqual(states);
  });

  it('answers none for an execution that has entered none', async () => {
    await executions.start('t-1', striker, signal);
    expect(await executions.states('t-1', signal)).toEqual([]);
  });
});
