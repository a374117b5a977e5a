import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { startDynoxide } from '@hanok/engines';
import { PLAYER_TABLE, RESULT_RECEIPT_TABLE } from '@hanok/scoring';
import { createTableInput } from '@hanok/tables';
import { clientSettings } from '@hanok/testing';

/** What the player table holds of one player. */
export type StoredPlayer = { score: number; win: number; lose: number };

/** The two tables of game results on an engine of their own. */
export type PlayerTables = Awaited<ReturnType<typeof startPlayerTables>>;

export const TABLES = { players: PLAYER_TABLE.name, receipts: RESULT_RECEIPT_TABLE.name };

/** Starts a DynamoDB-compatible server that keeps the tables on disk, the players' with its stream, as deployed. */
export async function startPlayerTables() {
  const folder = mkdtempSync(join(tmpdir(), 'hanok-bench-'));
  const engine = await startDynoxide({ file: join(folder, 'tables.db') });
  const { endpoint } = engine;
  const client = new DynamoDBClient(clientSettings(endpoint));
  for (const definition of [PLAYER_TABLE, RESULT_RECEIPT_TABLE])
    await client.send(new CreateTableCommand(createTableInput(definition)));
  return {
    endpoint,
    client,
    players: () => storedPlayers(client, TABLES.players),
    stop: async () => {
      client.destroy();
      await engine.stop();
      rmSync(folder, { recursive: true });
    },
  };
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
