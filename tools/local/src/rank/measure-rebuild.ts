import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynoxide, startRedis } from '@hanok/engines';
import { beginRebuild, createPlayerScan, createRedisClient, rebuildRanking } from '@hanok/ranking';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillPlayerTable, PLAYER_TABLE } from './fill-player-table.ts';

export type RebuildMeasure = {
  players: number;
  seconds: number;
  /** Of this process before the rebuild, when a tenth was read, and at most. */
  residentMb: { before: number; early: number; peak: number };
};

/** Rebuilds a board of so many players on engines of its own, and measures how long it takes and what memory. */
export async function measureRebuild({ players }: { players: number }): Promise<RebuildMeasure> {
  await using parts = new AsyncDisposableStack();
  const client = await startFilledTable(players, parts);
  const server = await startRedis();
  parts.defer(server.stop);
  const redis = createRedisClient(server);
  parts.defer(() => redis.disconnect());

  const before = residentMb();
  let [early, peak] = [before, before];
  const start = performance.now();
  const outcome = await rebuildRanking({
    begin: (from) => beginRebuild(redis, { name: 'Rating', from }),
    players: createPlayerScan({ client, tableName: PLAYER_TABLE }),
    signal: new AbortController().signal,
    onProgress: ({ read }) => {
      peak = Math.max(peak, residentMb());
      if (read <= players / 10) early = peak;
    },
  });
  const seconds = (performance.now() - start) / 1_000;
  return { players: outcome.players, seconds, residentMb: { before, early, peak } };
}

async function startFilledTable(players: number, parts: AsyncDisposableStack): Promise<DynamoDBClient> {
  const dir = await mkdtemp(join(tmpdir(), 'hanok-rebuild-'));
  parts.defer(() => rm(dir, { recursive: true, force: true }));
  const file = join(dir, 'dynamodb.db');
  await createEmptyTable(file);
  fillPlayerTable(file, players);
  const engine = await startDynoxide({ file });
  parts.defer(engine.stop);
  const client = clientOf(engine.endpoint);
  parts.defer(() => client.destroy());
  return client;
}

async function createEmptyTable(file: string): Promise<void> {
  const engine = await startDynoxide({ file });
  const client = clientOf(engine.endpoint);
  await client.send(
    new CreateTableCommand({
      TableName: PLAYER_TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'PlayerName', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'PlayerName', AttributeType: 'S' }],
    }),
  );
  client.destroy();
  await engine.stop();
}

function clientOf(endpoint: string): DynamoDBClient {
  const credentials = { accessKeyId: 'measure', secretAccessKey: 'measure' };
  return new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
}

function residentMb(): number {
  return Math.round(process.memoryUsage.rss() / 2 ** 20);
}
