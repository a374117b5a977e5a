import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { startDynoxide } from '@hanok/engines';

/** What the player table holds of one player. */
export type StoredPlayer = { score: number; win: number; lose: number };

/** The two tables of game results on an engine of their own. */
export type PlayerTables = Awaited<ReturnType<typeof startPlayerTables>>;

export const tableNames = { playerTable: 'GomokuPlayerInfo', receiptTable: 'GomokuResultReceipts' };

/** Starts a DynamoDB-compatible server that keeps the tables on disk, the players' with its stream, as deployed. */
export async function startPlayerTables() {
  const folder = mkdtempSync(join(tmpdir(), 'hanok-bench-'));
  const engine = await startDynoxide({ file: join(folder, 'tables.db') });
  const { endpoint } = engine;
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } as const;
  await createTable(client, tableNames.playerTable, 'PlayerName', { StreamSpecification });
  await createTable(client, tableNames.receiptTable, 'ReceiptId');
  return {
    endpoint,
    client,
    players: () => storedPlayers(client, tableNames.playerTable),
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

async function createTable(
  client: DynamoDBClient,
  TableName: string,
  key: string,
  more: Pick<CreateTableCommandInput, 'StreamSpecification'> = {},
): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName,
      ...more,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
    }),
  );
}
