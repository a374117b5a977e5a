import { buildLambdaContext } from '@hanok/lambda/testing';
import { prepareFunction, startTables } from '@hanok/testing';
import { TRAINING_TABLE } from '@hanok/training';
import { afterAll, expect, it } from '@jest/globals';

const tables = await startTables([TRAINING_TABLE]);
afterAll(tables.stop);
prepareFunction({ ...tables.variables, TRAINING_TABLE: tables.nameOf(TRAINING_TABLE) });
const { handler } = await import('./main.ts');

it('records 공격 훈련 once, and refuses an event that names no training', async () => {
  const event = { TrainingId: 't-1', Request: { TraningType: '공격수', Player: '지성' } };
  const run = () => handler(event, buildLambdaContext());
  const recorded = () => tables.find(TRAINING_TABLE, { TrainingId: { S: 't-1' }, Drill: { S: '공격 훈련' } });
  expect(await run()).toEqual({ Drill: '공격 훈련' });
  const item = await recorded();
  expect(item).toMatchObject({ TraningType: { S: '공격수' }, Player: { S: '지성' } });
  expect(await run()).toEqual({ Drill: '공격 훈련' });
  expect(await recorded()).toEqual(item);
  const refused = handler({ Request: {} }, buildLambdaContext());
  await expect(refused).rejects.toMatchObject({
    name: 'InvalidEventError',
    message: expect.stringContaining('TrainingId: missing'),
  });
});
