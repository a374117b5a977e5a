import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { buildRestEvent } from '@hanok/events/testing';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { createTrainingTable } from '@hanok/training';
import { startStepFunctions, startTrainings } from '@hanok/training/testing';

const stops: (() => Promise<void>)[] = [];
const record = {
  Drill: '공격 훈련' as const,
  TraningType: '공격수',
  Player: '지성',
  TrainedAt: '2026-11-21T10:00:00.000Z',
};
beforeAll(async () => {
  const [machine, trainings] = await Promise.all([startStepFunctions(), startTrainings()]);
  stops.push(machine.stop, trainings.stop);
  Object.assign(process.env, machine.variables, trainings.variables);
  const states = ['훈련', '공격 훈련'];
  machine.executions.set('t-1', { name: 't-1', input: '{}', status: 'RUNNING', states });
  const { signal } = new AbortController();
  await createTrainingTable(trainings).record({ TrainingId: 't-1', ...record }, signal);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

it('answers a training from its execution and its table, and 404 for another', async () => {
  const { handler } = await import('./main.ts');
  const get = (id: string) =>
    handler(
      buildRestEvent({ httpMethod: 'GET', resource: '/training/{id}', pathParameters: { id } }),
      buildLambdaContext(),
    );
  expect(JSON.parse((await get('t-1')).body)).toEqual({
    TrainingId: 't-1',
    Status: 'RUNNING',
    States: ['훈련', '공격 훈련'],
    Drills: [record],
  });
  expect((await get('nobody')).statusCode).toBe(404);
});
