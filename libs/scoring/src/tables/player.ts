import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { keyOf, readItem } from '@hanok/tables';
import * as z from 'zod/mini';
import { PLAYER_TABLE } from './definitions.ts';

const stored = z.object({
  PlayerName: z.string(),
  Score: z._default(z.number(), 0),
  Win: z._default(z.number(), 0),
  Lose: z._default(z.number(), 0),
  ScoreSince: z.optional(z.int()),
});

/** A player's totals: rating points, games won and lost, and since when the score is what it is (epoch ms). */
export type Player = z.infer<typeof stored>;

/** See `PlayerTable.find`. */
export async function findPlayer(
  { client, table }: { client: DynamoDBClient; table: string },
  PlayerName: string,
  signal: AbortSignal,
): Promise<Player | undefined> {
  const get = new GetItemCommand({
    TableName: table,
    Key: keyOf(PLAYER_TABLE, { PlayerName }),
    ConsistentRead: true,
  });
  const { Item } = await client.send(get, { abortSignal: signal });
  return Item && readItem(PLAYER_TABLE, stored, Item);
}
