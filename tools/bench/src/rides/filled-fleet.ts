import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynoxide } from '@hanok/engines';
import { observe } from '@hanok/lambda';
import { createFleetTable, type Unicorn } from '@hanok/rides';
import { randomPlace } from './random-places.ts';

export const tableNames = { fleetTable: 'RidesFleet', rideTable: 'Rides', receiptTable: 'RideReceipts' };

/** Unicorns of one write, and writes under way at once. */
const CHUNK = 100;
const LANES = 4;

/** The tables of Wild Rydes on an engine of their own, on disk, and an empty fleet. */
export async function startRideTables() {
  const folder = mkdtempSync(join(tmpdir(), 'hanok-bench-'));
  const engine = await startDynoxide({ file: join(folder, 'tables.db') });
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const client = new DynamoDBClient({ endpoint: engine.endpoint, region: 'us-east-1', credentials });
  await createTables(client);
  const { log } = observe('bench', () => undefined);
  return {
    client,
    endpoint: engine.endpoint,
    fleet: createFleetTable({ client, table: tableNames.fleetTable, log }),
    stop: async () => {
      client.destroy();
      await engine.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

export type RideTables = Awaited<ReturnType<typeof startRideTables>>;

/** Adds unicorns at random places; answers them by their id, which is their name too. */
export async function fillFleet(
  { fleet }: RideTables,
  count: number,
  random: () => number,
): Promise<Map<string, Unicorn>> {
  const unicorns = Array.from({ length: count }, (_, index): Unicorn => {
    const UnicornId = `unicorn-${index}`;
    return {
      UnicornId,
      Name: UnicornId,
      Color: 'White',
      Gender: 'Female',
      SpeedMps: 25,
      ...randomPlace(random),
    };
  });
  const starts = Array.from({ length: Math.ceil(count / CHUNK) }, (_, index) => index * CHUNK).values();
  const fill = async () => {
    for (const from of starts) await fleet.add(unicorns.slice(from, from + CHUNK));
  };
  await Promise.all(Array.from({ length: LANES }, fill));
  return new Map(unicorns.map((each) => [each.UnicornId, each]));
}

async function createTables(client: DynamoDBClient): Promise<void> {
  const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' }) as const;
  const number = (AttributeName: string) => ({ AttributeName, AttributeType: 'N' }) as const;
  const keyOf = (HASH: string, RANGE?: string) => [
    { AttributeName: HASH, KeyType: 'HASH' as const },
    ...(RANGE === undefined ? [] : [{ AttributeName: RANGE, KeyType: 'RANGE' as const }]),
  ];
  const indexOf = (IndexName: string, HASH: string, RANGE: string) => ({
    IndexName,
    KeySchema: keyOf(HASH, RANGE),
    Projection: { ProjectionType: 'ALL' as const },
  });
  const BillingMode = 'PAY_PER_REQUEST' as const;
  const { fleetTable, rideTable, receiptTable } = tableNames;
  const keys = [
    { TableName: rideTable, AttributeDefinitions: [text('RideId')], KeySchema: keyOf('RideId') },
    { TableName: receiptTable, AttributeDefinitions: [text('ReceiptId')], KeySchema: keyOf('ReceiptId') },
    {
      TableName: fleetTable,
      AttributeDefinitions: [...['UnicornId', 'FreeFace', 'FreeCell', 'Busy'].map(text), number('LeaseEnds')],
      KeySchema: keyOf('UnicornId'),
      GlobalSecondaryIndexes: [
        indexOf('FreeByCell', 'FreeFace', 'FreeCell'),
        indexOf('BusyByLease', 'Busy', 'LeaseEnds'),
      ],
    },
  ];
  for (const table of keys) await client.send(new CreateTableCommand({ ...table, BillingMode }));
}
