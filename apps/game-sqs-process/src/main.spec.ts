import { afterAll, expect, it } from '@jest/globals';
import sqsSample from '@hanok/events/samples/sqs.json' with { type: 'json' };
import { buildLambdaContext } from '@hanok/lambda/testing';
import { PLAYER_TABLE, RESULT_RECEIPT_TABLE } from '@hanok/scoring';
import { prepareFunction, startTables } from '@hanok/testing';

const db = await startTables([PLAYER_TABLE, RESULT_RECEIPT_TABLE]);
afterAll(db.stop);
const { lines } = prepareFunction(db.variables);
const { handler } = await import('./main.ts');

it('counts the sample event of SQS in the default tables, once', async () => {
  expect(await handler(sqsSample, buildLambdaContext())).toEqual({ batchItemFailures: [] });
  expect(await handler(sqsSample, buildLambdaContext())).toEqual({ batchItemFailures: [] });
  const item = await db.find(PLAYER_TABLE, { PlayerName: { S: 'SomeName' } });
  expect(item).toMatchObject({ Score: { N: '1100' }, Win: { N: '1' }, Lose: { N: '0' } });
  expect(lines()).toContainEqual(expect.objectContaining({ message: 'results repeated' }));
});
