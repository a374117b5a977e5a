import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { jsonString } from '@hanok/events';
import { clientOptions, observe, sqsBatch } from '@hanok/lambda';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { createPlayerTable, gameResult, recordGameResults } from '@hanok/scoring';
import { clientSettings } from '@hanok/testing';
import { requireEqual } from '../harness/wrong-outcome.ts';
import { type PlayerTables, TABLES } from './player-tables.ts';
import type { resultBatch } from './result-batch.ts';
import { updateOneByOne, updateSideBySide } from './single-updates.ts';

type Handle = (event: ReturnType<typeof resultBatch>) => Promise<unknown>;

/** Handlers that count game results, by name. */
export const resultContenders = {
  'one UpdateItem after another': ({ client }: PlayerTables): Handle => updateOneByOne(client),
  'UpdateItems side by side': ({ client }: PlayerTables): Handle => updateSideBySide(client),
  ours,
};

export type ResultContender = keyof typeof resultContenders;

/** The handler of game-sqs-process, with a client as it has one. */
function ours({ endpoint }: PlayerTables): Handle {
  const client = new DynamoDBClient({ ...clientSettings(endpoint), ...clientOptions() });
  const observation = observe('bench', () => undefined);
  const players = createPlayerTable({ client, tables: TABLES });
  const handle = recordGameResults({ players, ...observation });
  const handler = sqsBatch({ body: jsonString(gameResult), handle, ...observation });
  return async (event) => {
    const answer = await handler(event, buildLambdaContext());
    requireEqual('The answer to a batch', answer, { batchItemFailures: [] });
  };
}
