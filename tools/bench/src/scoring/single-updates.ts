import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { SqsEvent } from '@hanok/events';
import type { GameResult } from '@hanok/scoring';
import { TABLES } from './player-tables.ts';

/** Counts the results of a batch as the tutorial does: one UpdateItem per message, one after another, unchecked. */
export function updateOneByOne(client: DynamoDBClient) {
  return async ({ Records }: SqsEvent): Promise<void> => {
    for (const { body } of Records) await update(client, JSON.parse(body));
  };
}

/** The same with all of a batch under way at once. */
export function updateSideBySide(client: DynamoDBClient) {
  return async ({ Records }: SqsEvent): Promise<void> => {
    await Promise.all(Records.map(({ body }) => update(client, JSON.parse(body))));
  };
}

async function update(client: DynamoDBClient, result: GameResult): Promise<void> {
  await client.send(
    new UpdateItemCommand({
      TableName: TABLES.players,
      Key: { PlayerName: { S: result.PlayerName } },
      UpdateExpression: 'SET Score = if_not_exists(Score, :start) + :score ADD Win :win, Lose :lose',
      ExpressionAttributeValues: {
        ':start': { N: '1000' },
        ':score': { N: String(result.ScoreDiff) },
        ':win': { N: String(result.WinDiff) },
        ':lose': { N: String(result.LoseDiff) },
      },
    }),
  );
}
