import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { isDeepStrictEqual } from 'node:util';
import { bundleProgram } from './bundle-program.fixture.ts';
import type { Order, Outcome } from './killed-rider.fixture.ts';
import { startRideApp } from './ride-app.fixture.ts';
import { completeRide, postRide, SEATTLE } from './ride-events.fixture.ts';
import { TABLES } from './ride-client.fixture.ts';
import { createRideTables, startRideTables } from './ride-tables.fixture.ts';
import { tutorialFleet } from './tutorial-fleet.ts';

/** A run may take a step more than another: the end is where this many have lived through theirs. */
const ENOUGH_SURVIVED = 5;
/** Past the lease of 15 minutes and the way to the rider. */
const LATER_MS = 1_000_000;
const firstFleet = tutorialFleet.slice(0, 1);
/** Whose awaits are all on the way of the program's three requests. */
const ON_THE_WAY = [
  ...['request-ride', 'dispatch-ride', 'nearest-free', 'probe-own-cell', 'reservation-table'],
  ...['transact-table', 'until-uncontended', 'complete-ride', 'own-ride', 'ride-table'],
];

let folder: string;
let program: string;
let db: Awaited<ReturnType<typeof startRideTables>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hanok-killed-'));
  program = await bundleProgram(folder);
  db = await startRideTables();
});
afterAll(async () => {
  await db.stop();
  await rm(folder, { recursive: true });
});

/** Tables of their own for each run. */
async function createTables(run: string): Promise<typeof TABLES> {
  const { fleetTable, rideTable, receiptTable } = TABLES;
  const tables = {
    fleetTable: `${fleetTable}-${run}`,
    rideTable: `${rideTable}-${run}`,
    receiptTable: `${receiptTable}-${run}`,
  };
  await createRideTables(db.client, tables);
  return tables;
}

/** Runs the program; undefined when it was killed. */
async function run(order: Order): Promise<Outcome | undefined> {
  const env = { NODE_COMPILE_CACHE: join(folder, 'cache') };
  const child = spawn(process.execPath, [program, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  });
  const exited = once(child, 'exit');
  const lines = (await text(child.stdout)).trim().split('\n');
  const [code, signal] = await exited;
  if (signal === 'SIGKILL') return undefined;
  expect(code).toBe(0);
  return JSON.parse(lines.at(-1) ?? '');
}

/** The lines of the program that hold an await of the files on the way. */
async function awaitsOnTheWay(): Promise<string[]> {
  let file = '';
  return (await readFile(program, 'utf8')).split('\n').flatMap((line, index) => {
    if (line.startsWith('// ')) file = line;
    const isOurs = ON_THE_WAY.some((name) => file === `// libs/rides/src/${name}.ts`);
    return isOurs && line.includes('await ') ? [`line ${index + 1}`] : [];
  });
}

/** What stands in the tables once it no longer changes: what a killed process had sent may still be written. */
async function settledItems(tables: typeof TABLES) {
  const read = () =>
    Promise.all([
      db.items('rideTable', tables),
      db.items('fleetTable', tables),
      db.items('receiptTable', tables),
    ]);
  let items = await read();
  for (let again = await read(); !isDeepStrictEqual(again, items); again = await read()) items = again;
  return items;
}

/** How rides and unicorns stand. Throws unless each held unicorn has a ride, and each ride that goes on its unicorn. */
async function standing(tables: typeof TABLES): Promise<string> {
  const [rides, unicorns, receipts] = await settledItems(tables);
  const held = unicorns.flatMap(({ UnicornId, RideId }) => (RideId ? [`${RideId.S} ${UnicornId?.S}`] : []));
  const going = rides.filter(({ Status }) => Status?.S === 'Requested');
  expect(going.map(({ RideId, UnicornId }) => `${RideId?.S} ${UnicornId?.S}`)).toEqual(held);
  expect(receipts).toHaveLength(rides.length);
  const free = unicorns.filter(({ FreeCell }) => FreeCell);
  expect(free.length + held.length).toBe(unicorns.length);
  return `${unicorns.length} unicorns, ${going.length} of ${rides.length} rides`;
}

/** When every lease has ended another rider gets the unicorn, and when that has completed the request comes again. */
async function goOn(tables: typeof TABLES): Promise<void> {
  const now = () => new Date(Date.now() + LATER_MS);
  const later = startRideApp(db.client, { tables, firstFleet, now });
  const han = await later.call(postRide('han'));
  expect(han.status).toBe(201);
  await later.call(completeRide('han', String(han.body.RideId)));
  const { call } = startRideApp(db.client, { tables, firstFleet });
  const kim = await call(postRide('kim', SEATTLE, 'key'));
  expect(kim.status).toBe(201);
  const rides = (await db.items('rideTable', tables)).filter(({ User }) => User?.S === 'kim');
  expect(rides).toEqual([expect.objectContaining({ RideId: { S: kim.body.RideId } })]);
  expect((await call(completeRide('kim', String(kim.body.RideId)))).status).toBe(200);
  expect(await standing(tables)).toBe('1 unicorns, 0 of 2 rides');
}

describe('a process with riders', () => {
  it('goes on from every await on the way from request to completion, so each is a step', async () => {
    const tables = await createTables('steps');
    const outcome = await run({ endpoint: db.endpoint, tables, firstFleet, killAt: 0 });
    const awaits = await awaitsOnTheWay();
    expect(outcome?.statuses).toEqual([201, 503, 200]);
    expect(awaits.length).toBeGreaterThan(20);
    expect(outcome?.steps).toEqual(expect.arrayContaining(awaits));
  });

  it('may be killed before any of its steps: no ghost ride, no lost unicorn after the lease, one ride in the end', async () => {
    const left = new Set<string>();
    let point = 0;
    let survived = 0;
    const killInTurn = async () => {
      while (survived < ENOUGH_SURVIVED) {
        point += 1;
        const killAt = point;
        const tables = await createTables(String(killAt));
        if (await run({ endpoint: db.endpoint, tables, firstFleet, killAt })) survived += 1;
        left.add(await standing(tables));
        await goOn(tables);
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, killInTurn));
    expect(point).toBeGreaterThan(150);
    expect([...left].toSorted()).toEqual([
      '0 unicorns, 0 of 0 rides',
      '1 unicorns, 0 of 0 rides',
      '1 unicorns, 0 of 1 rides',
      '1 unicorns, 1 of 1 rides',
    ]);
  }, 300_000);
});
