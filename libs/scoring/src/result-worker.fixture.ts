import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { jsonString } from '@hanok/events';
import { buildSqsEvent } from '@hanok/events/testing';
import { type Observation, sqsBatch } from '@hanok/lambda';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { gameResult } from './game-result.ts';
import type { Delivery } from './delivered-results.fixture.ts';
import { createPlayerTable, recordGameResults } from './index.ts';

export type WorkerTables = { players: string; receipts: string };

/** One worker as it is deployed: shell, handler and table. Answers the failed message ids. */
export function createWorker(
  options: Observation & { client: DynamoDBClient; tables: WorkerTables; random?: () => number },
) {
  const { client, tables, ...run } = options;
  const handle = recordGameResults({ players: createPlayerTable({ client, tables }), ...run });
  const handler = sqsBatch({ body: jsonString(gameResult), handle, ...run });
  return async (batch: readonly Delivery[]): Promise<string[]> => {
    const messageIds = batch.map(({ messageId }) => messageId);
    const event = buildSqsEvent(
      batch.map(({ body }) => body),
      { messageIds },
    );
    const { batchItemFailures } = await handler(event, buildLambdaContext());
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
}

export type Worker = ReturnType<typeof createWorker>;
