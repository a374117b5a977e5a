import { buildLambdaContext } from '@hanok/lambda/testing';
import { prepareFunction, startTables } from '@hanok/testing';
import { TRAINING_TABLE } from '@hanok/training';
import { afterAll, expect, it } from '@jest/globals';

const tables = await startTables([TRAINING_TABLE]);
afterAll(tables.stop);
prepareFunction({ ...tables.variables, TRAINING_TABLE: tables.nameOf(TRAINING_TABLE) });
const { handler } = await import('./main.ts');

it('records 볼 경합 훈련 once, and refuses an event that names no training', async () => {
  const event = { TrainingId: 't-1', Request: { TraningType: '수비수', Player: '지성' } };
  const run = () => handler(event, buildLambdaContext());
  const recorded = () =>
    tables.find(TRAINING_TABLE, { TrainingId: { S: 't-1' }, Drill: { S: '볼 경합 훈련' } });
  expect(await run()).toEqual({ Drill: '볼 경합 훈련' });
  const item = await recorded();
  expect(item).toMatchObject({ TraningType: { S: '수비수' }, Player: { S: '지성' } });
  expect(await run()).toEqual({ Drill: '볼 경합 훈련' });
  expect(await recorded()).toEqual(item);
  const refused = handler({ Request: {} }, buildLambdaContext());
  await expect(refused).rejects.toMatchObject({
    name: 'InvalidEventError',
    message: expect.stringContaining('TrainingId: missing'),
  });
});
