import { buildLambdaContext } from '@hanok/lambda/testing';
import { prepareFunction, startTables } from '@hanok/testing';
import { TRAINING_TABLE } from '@hanok/training';
import { afterAll, expect, it } from '@jest/globals';

const tables = await startTables([TRAINING_TABLE]);
afterAll(tables.stop);
prepareFunction({ ...tables.variables, TRAINING_TABLE: tables.nameOf(TRAINING_TABLE) });
const { handler } = await import('./main.ts');

it('stores by which error a training failed, whatever its cause is, under the id of every attempt', async () => {
  const outcome = () => tables.find(TRAINING_TABLE, { TrainingId: { S: 't-1' }, Drill: { S: '훈련 결과' } });
  const Failure = { Error: 'Runtime.ExitError', Cause: 'x'.repeat(100_000) };
  const answer = { TrainingId: 't-1', Status: 'FAILED' };
  expect(await handler({ TrainingId: 't-1.2', Failure }, buildLambdaContext())).toEqual(answer);
  expect(await outcome()).toMatchObject({ Status: { S: 'FAILED' }, Reason: { S: 'Runtime.ExitError' } });
  for (const odd of [undefined, null, 'text', { Error: 5 }])
    expect(await handler({ TrainingId: 't-1', Failure: odd }, buildLambdaContext())).toEqual(answer);
  await expect(handler({ Failure }, buildLambdaContext())).rejects.toThrow('TrainingId: missing');
});
