import { startTables } from '@hanok/testing';
import { FLEET_TABLE, RIDE_RECEIPT_TABLE, RIDE_TABLE, TUTORIAL_FLEET } from './index.ts';
import { type RideAppOptions, startRideApp } from './ride-app.fixture.ts';
import type { Unicorn } from './unicorn.ts';

/** A real DynamoDB-compatible server for the tables of rides. */
export async function startRideTables() {
  const db = await startTables([RIDE_TABLE, FLEET_TABLE, RIDE_RECEIPT_TABLE]);
  /** Empty tables, readers of what stands in them, and a client that no other test uses. */
  const open = async () => {
    const { nameOf, items, put } = await db.fresh();
    return {
      client: db.connect(),
      tables: { rides: nameOf(RIDE_TABLE), fleet: nameOf(FLEET_TABLE), receipts: nameOf(RIDE_RECEIPT_TABLE) },
      put,
      rides: () => items(RIDE_TABLE),
      unicorns: () => items(FLEET_TABLE),
      receipts: () => items(RIDE_RECEIPT_TABLE),
    };
  };
  return {
    endpoint: db.endpoint,
    stop: db.stop,
    open,
    /** The functions on such tables, which hold the fleet. */
    start: async (options: RideAppOptions & { fleet?: readonly Unicorn[] } = {}) => {
      const { fleet = TUTORIAL_FLEET, ...more } = options;
      const opened = await open();
      const app = startRideApp(opened, more);
      if (fleet.length > 0) await app.fleet.add(fleet);
      return { ...opened, ...app };
    },
  };
}
