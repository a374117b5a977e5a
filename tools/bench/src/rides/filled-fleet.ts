import { observe } from '@hanok/lambda';
import { createFleetTable, FLEET_TABLE, RIDE_RECEIPT_TABLE, RIDE_TABLE, type Unicorn } from '@hanok/rides';
import { startTables } from '@hanok/testing';
import { randomPlace } from './random-places.ts';

export const TABLES = {
  rides: RIDE_TABLE.name,
  fleet: FLEET_TABLE.name,
  receipts: RIDE_RECEIPT_TABLE.name,
};

/** Unicorns of one write, and writes under way at once. */
const CHUNK = 100;
const LANES = 4;

/** The tables of Wild Rydes on an engine of their own, on disk, and an empty fleet. */
export async function startRideTables() {
  const db = await startTables([RIDE_TABLE, FLEET_TABLE, RIDE_RECEIPT_TABLE], { onDisk: true });
  const { log } = observe('bench', () => undefined);
  return { ...db, fleet: createFleetTable({ client: db.client, table: TABLES.fleet, log }) };
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
