import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { PLAYER_TABLE, RESULT_RECEIPT_TABLE } from '@hanok/scoring';
import { startTables } from '@hanok/testing';

/** What the player table holds of one player. */
export type StoredPlayer = { score: number; win: number; lose: number };

/** The two tables of game results on an engine of their own. */
export type PlayerTables = Awaited<ReturnType<typeof startPlayerTables>>;

export const TABLES = { players: PLAYER_TABLE.name, receipts: RESULT_RECEIPT_TABLE.name };

/** Starts a DynamoDB-compatible server that keeps the tables on disk, the players' with its stream, as deployed. */
export async function startPlayerTables() {
  const { client, endpoint, stop } = await startTables([PLAYER_TABLE, RESULT_RECEIPT_TABLE], {
    onDisk: true,
  });
  return { endpoint, client, players: () => storedPlayers(client, TABLES.players), stop };
}

/** Every player of the table by name. */
export async function storedPlayers(
  client: DynamoDBClient,
  TableName: string,
): Promise<Map<string, StoredPlayer>> {
  const players = new Map<string, StoredPlayer>();
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true })) {
    for (const { PlayerName, Score, Win, Lose } of Items)
      players.set(PlayerName?.S ?? '', {
        score: Number(Score?.N),
        win: Number(Win?.N),
        lose: Number(Lose?.N),
      });
  }
  return players;
}
