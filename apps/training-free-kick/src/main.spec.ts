import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { startTrainings } from '@hanok/training/testing';

let trainings: Awaited<ReturnType<typeof startTrainings>>;
beforeAll(async () => {
  trainings = await startTrainings();
  Object.assign(process.env, trainings.variables);
});
afterAll(() => trainings.stop());

it('records 프리킥 훈련 once, and refuses an event that names no training', async () => {
  const { handler } = await import('./main.ts');
  const event = { TrainingId: 't-1', Request: { TraningType: '미드필더', Player: '지성' } };
  const run = () => handler(event, buildLambdaContext());
  expect(await run()).toEqual({ Drill: '프리킥 훈련' });
  const item = await trainings.itemOf('t-1', '프리킥 훈련');
  expect(item).toMatchObject({ TraningType: { S: '미드필더' }, Player: { S: '지성' } });
  expect(await run()).toEqual({ Drill: '프리킥 훈련' });
  expect(await trainings.itemOf('t-1', '프리킥 훈련')).toEqual(item);
  const refused = handler({ Request: {} }, buildLambdaContext());
  await expect(refused).rejects.toMatchObject({
    name: 'InvalidEventError',
    message: expect.stringContaining('TrainingId: missing'),
  });
});
