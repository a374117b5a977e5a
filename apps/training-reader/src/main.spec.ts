import { buildRestEvent } from '@hanok/events/testing';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { prepareFunction, startStepFunctions, startTables } from '@hanok/testing';
import { createTrainingTable, TRAINING_TABLE } from '@hanok/training';
import { afterAll, expect, it } from '@jest/globals';

const tables = await startTables([TRAINING_TABLE]);
const machine = await startStepFunctions({ machine: 'Training' });
afterAll(() => Promise.all([tables.stop(), machine.stop()]));
const table = tables.nameOf(TRAINING_TABLE);
prepareFunction({ ...tables.variables, ...machine.variables, TRAINING_TABLE: table });
const { handler } = await import('./main.ts');

it('answers a training from its execution and its table, and 404 for another', async () => {
  const states = ['훈련', '공격 훈련'];
  machine.executions.set('t-1', { name: 't-1', input: '{}', status: 'RUNNING', states });
  const record = {
    Drill: '공격 훈련' as const,
    TraningType: '공격수',
    Player: '지성',
    TrainedAt: '2026-11-21T10:00:00.000Z',
  };
  const { signal } = new AbortController();
  await createTrainingTable({ client: tables.client, table }).record(
    { TrainingId: 't-1', ...record },
    signal,
  );
  const get = (id: string) =>
    handler(
      buildRestEvent({ httpMethod: 'GET', resource: '/training/{id}', pathParameters: { id } }),
      buildLambdaContext(),
    );
  expect(JSON.parse((await get('t-1')).body)).toEqual({
    TrainingId: 't-1',
    Status: 'RUNNING',
    States: states,
    Drills: [record],
  });
  expect((await get('unknown')).statusCode).toBe(404);
});
