import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createExecutionStore, TrainingKeyReusedError } from './index.ts';
import { startStepFunctions, STATE_MACHINE_ARN } from './testing/index.ts';

const { signal } = new AbortController();
let machine: Awaited<ReturnType<typeof startStepFunctions>>;
beforeAll(async () => {
  machine = await startStepFunctions();
});
beforeEach(() => machine.executions.clear());
afterAll(() => machine.stop());

const openStore = (stateMachineArn = STATE_MACHINE_ARN) =>
  createExecutionStore({ client: machine.client, stateMachineArn });
const striker = { TraningType: '공격수' as const, Player: '지성' };

describe('start', () => {
  it('starts the execution with the training as its input', async () => {
    await openStore().start('t-1', striker, signal);
    expect([...machine.executions.values()]).toEqual([
      { name: 't-1', input: JSON.stringify(striker), status: 'RUNNING', states: [] },
    ]);
  });

  it.each(['RUNNING', 'SUCCEEDED', 'FAILED'])(
    'is one execution for the same training, %s',
    async (status) => {
      await openStore().start('t-1', striker, signal);
      for (const execution of machine.executions.values()) execution.status = status;
      await openStore().start('t-1', striker, signal);
      expect([...machine.executions.values()]).toMatchObject([{ name: 't-1', status }]);
    },
  );

  it.each(['RUNNING', 'SUCCEEDED'])('refuses another training under the name of one %s', async (status) => {
    await openStore().start('t-1', striker, signal);
    for (const execution of machine.executions.values()) execution.status = status;
    const other = openStore().start('t-1', { TraningType: '수비수' }, signal);
    await expect(other).rejects.toThrow(TrainingKeyReusedError);
  });

  it('throws what is no taken name', async () => {
    const start = openStore(`${STATE_MACHINE_ARN}2`).start('t-1', striker, signal);
    await expect(start).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });

  it('ends when it is told to', async () => {
    const start = openStore().start('t-1', striker, AbortSignal.abort());
    await expect(start).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('look', () => {
  it('tells every state that was entered, in order, over all pages of the history', async () => {
    const states = ['훈련', '공격 훈련', '볼 경합 훈련'];
    machine.executions.set('t-1', { name: 't-1', input: '{}', status: 'SUCCEEDED', states });
    expect(await openStore().look('t-1', signal)).toEqual({ status: 'SUCCEEDED', states });
  });

  it('tells why an execution failed, and that one runs which has entered nothing', async () => {
    const failed = { name: 't-1', input: '{}', status: 'FAILED', error: 'TrainingFailed', states: ['훈련'] };
    machine.executions.set('t-1', failed);
    await openStore().start('t-2', striker, signal);
    expect(await openStore().look('t-1', signal)).toEqual({
      status: 'FAILED',
      error: 'TrainingFailed',
      states: ['훈련'],
    });
    expect(await openStore().look('t-2', signal)).toEqual({ status: 'RUNNING', states: [] });
  });

  it('knows nothing of an execution that there is not', async () => {
    expect(await openStore().look('t-1', signal)).toBeUndefined();
  });
});
