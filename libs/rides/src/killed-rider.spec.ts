import { afterAll, describe, expect, it } from '@jest/globals';
import { isDeepStrictEqual } from 'node:util';
import { clientSettings, IS_DEEP, killAtEachStep, openVictim, SEED_NOTE } from '@hanok/testing';
import { TUTORIAL_FLEET } from './index.ts';
import type { Order } from './killed-rider.fixture.ts';
import { startRideApp } from './ride-app.fixture.ts';
import { postCompletion, postRide, SEATTLE } from './ride-events.fixture.ts';
import { startRideTables } from './ride-tables.fixture.ts';

/** Past the lease of 15 minutes and the way to the rider. */
const LATER_MS = 1_000_000;
const firstFleet = TUTORIAL_FLEET.slice(0, 1);
/** Whose awaits are all on the way of the program's three requests. */
const ON_THE_WAY = new RegExp(
  '^libs/rides/src/(request-ride|dispatch-ride|complete-ride|own-ride|search/.*|tables/(reservation|ride)-table)[.]ts$' +
    '|^libs/tables/src/(receipts|transact|until-uncontended)[.]ts$',
);

const db = await startRideTables();
const settings = clientSettings(db.endpoint);
const victim = await openVictim<Order, number[]>(new URL('./killed-rider.fixture.ts', import.meta.url));
afterAll(async () => {
  await victim.close();
  await db.stop();
});

type Opened = Awaited<ReturnType<typeof db.open>>;

/** What stands in the tables once it no longer changes: what a killed process had sent may still be written. */
async function settledItems({ rides, unicorns, receipts }: Opened) {
  const read = () => Promise.all([rides(), unicorns(), receipts()]);
  let items = await read();
  for (let again = await read(); !isDeepStrictEqual(again, items); again = await read()) items = again;
  return items;
}

/** How rides and unicorns stand. Throws unless each held unicorn has a ride, and each ride that goes on its unicorn. */
async function standing(opened: Opened): Promise<string> {
  const [rides, unicorns, receipts] = await settledItems(opened);
  const held = unicorns.flatMap(({ UnicornId, RideId }) => (RideId ? [`${RideId.S} ${UnicornId?.S}`] : []));
  const going = rides.filter(({ Status }) => Status?.S === 'Requested');
  expect(going.map(({ RideId, UnicornId }) => `${RideId?.S} ${UnicornId?.S}`)).toEqual(held);
  expect(receipts).toHaveLength(rides.length);
  const free = unicorns.filter(({ FreeCell }) => FreeCell);
  expect(free.length + held.length).toBe(unicorns.length);
  return `${unicorns.length} unicorns, ${going.length} of ${rides.length} rides`;
}

/** When every lease has ended another rider gets the unicorn, and when that has completed the request comes again. */
async function goOn(opened: Opened): Promise<void> {
  const now = () => new Date(Date.now() + LATER_MS);
  const later = startRideApp(opened, { firstFleet, now });
  const han = await later.call(postRide('han'));
  expect(han.status).toBe(201);
  await later.call(postCompletion('han', String(han.body.RideId)));
  const { call } = startRideApp(opened, { firstFleet });
  const kim = await call(postRide('kim', SEATTLE, 'key'));
  expect(kim.status).toBe(201);
  const rides = (await opened.rides()).filter(({ User }) => User?.S === 'kim');
  expect(rides).toEqual([expect.objectContaining({ RideId: { S: kim.body.RideId } })]);
  expect((await call(postCompletion('kim', String(kim.body.RideId)))).status).toBe(200);
  expect(await standing(opened)).toBe('1 unicorns, 0 of 2 rides');
}

describe('a process with riders', () => {
  it('goes on from every await on the way from request to completion, so each is a step', async () => {
    const { tables } = await db.open();
    const survival = await victim.run({ settings, tables, firstFleet });
    const awaits = await victim.awaitsIn((file) => ON_THE_WAY.test(file));
    expect(survival?.outcome).toEqual([201, 503, 200]);
    expect(awaits.length).toBeGreaterThan(20);
    expect(survival?.steps).toEqual(expect.arrayContaining(awaits));
  });

  it(`may be killed before any of its steps: no ghost ride, no lost unicorn after the lease, one ride in the end (${SEED_NOTE})`, async () => {
    const left = new Set<string>();
    const { points, killed } = await killAtEachStep(victim, async (run) => {
      const opened = await db.open();
      await run({ settings, tables: opened.tables, firstFleet });
      left.add(await standing(opened));
      await goOn(opened);
    });
    expect(points).toBeGreaterThan(IS_DEEP ? 150 : 20);
    expect(killed).toBeGreaterThan(points / 2);
    expect([...left].toSorted()).toEqual([
      '0 unicorns, 0 of 0 rides',
      '1 unicorns, 0 of 0 rides',
      '1 unicorns, 0 of 1 rides',
      '1 unicorns, 1 of 1 rides',
    ]);
  }, 900_000);
});
