import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Position } from '@hanok/events';
import { recordLines } from '@hanok/lambda/testing';
import { greatCircle } from './great-circle.ts';
import { createFleetTable, type FleetTable } from './fleet-table.ts';
import { searchNearestFree } from './nearest-free.ts';
import { PLACE_NAMES, PLACES } from './positions.fixture.ts';
import { TABLES } from './ride-client.fixture.ts';
import { startRideTables } from './ride-tables.fixture.ts';
import { seededRandom } from './seeded-random.fixture.ts';
import { checkUnicorn, type Unicorn } from './unicorn.ts';

const UNICORNS = 500;
const PICKUPS = 100;
const { signal } = new AbortController();
const random = seededRandom(3);
const place = () => PLACES[PLACE_NAMES[random.between(0, PLACE_NAMES.length - 1)] ?? 'everywhere'](random);
const unicornAt = (UnicornId: string, at: Position): Unicorn =>
  checkUnicorn({ UnicornId, ...{ Name: 'n', Color: 'c', Gender: 'g', SpeedMps: 25 }, ...at });

let db: Awaited<ReturnType<typeof startRideTables>>;
let table: FleetTable;
const { log, lines } = recordLines();
const fleet = new Map<string, Unicorn>();

beforeAll(async () => {
  db = await startRideTables();
  table = createFleetTable({ client: db.client, table: TABLES.fleetTable, log });
  for (let index = 0; index < UNICORNS; index += 1) fleet.set(`u-${index}`, unicornAt(`u-${index}`, place()));
  const all = [...fleet.values()];
  for (let from = 0; from < UNICORNS; from += 100) await table.add(all.slice(from, from + 100));
});
afterAll(() => db.stop());

/** The three nearest by distance to the millimetre and then id. */
function byBruteForce(from: Position): string[] {
  return [...fleet.values()]
    .map((each) => ({ id: each.UnicornId, mm: Math.round(greatCircle(from, each) * 1000) }))
    .toSorted((a, b) => a.mm - b.mm || (a.id < b.id ? -1 : 1))
    .slice(0, 3)
    .map(({ id }) => id);
}

async function bySearch(from: Position, hint = { level: 6 }): Promise<string[]> {
  const search = searchNearestFree({ index: table, from, hint, signal });
  const found = [await search.next(), await search.next(), await search.next()];
  return found.map((each) => each?.unicorn.UnicornId ?? '');
}

describe('the fleet table', () => {
  it(`answers the nearest of ${UNICORNS} for ${PICKUPS} pickups as brute force does, while they move`, async () => {
    const hint = { level: 6 };
    for (let pickup = 0; pickup < PICKUPS; pickup += 1) {
      const moved = unicornAt(`u-${random.between(0, UNICORNS - 1)}`, place());
      expect(await table.move(moved.UnicornId, moved)).toBe('moved');
      fleet.set(moved.UnicornId, moved);
      const from = place();
      expect(await bySearch(from, hint)).toEqual(byBruteForce(from));
    }
  });

  it('adds all of the unicorns or none', async () => {
    const newcomer = unicornAt('newcomer', { Latitude: 1, Longitude: 1 });
    const known = unicornAt('u-1', { Latitude: 1, Longitude: 1 });
    expect(await table.add([newcomer, known])).toBe('known');
    expect(await table.move('newcomer', { Latitude: 2, Longitude: 2 })).toBe('unknown');
  });

  it.each<[string, Partial<Unicorn>]>([
    ['Latitude: at most 90', { Latitude: 91 }],
    ['Longitude: expected number', { Longitude: Number.NaN }],
    ['SpeedMps: at least 0.1', { SpeedMps: 0 }],
    ['UnicornId: at least 1 characters', { UnicornId: '' }],
  ])('refuses a unicorn with %s', async (message, bad) => {
    const good = unicornAt('bad', { Latitude: 1, Longitude: 1 });
    await expect(table.add([{ ...good, ...bad }])).rejects.toThrow(new RangeError(message));
  });

  it('refuses a move off the earth', async () => {
    await expect(table.move('u-1', { Latitude: 0, Longitude: 181 })).rejects.toThrow(RangeError);
  });

  it('passes over an item that is not a unicorn, and logs its key and the field', async () => {
    const [item] = (await db.items('fleetTable')).filter(({ UnicornId }) => UnicornId?.S === 'u-1');
    const from = unicornAt('u-1', fleet.get('u-1') ?? { Latitude: 0, Longitude: 0 });
    await db.put('fleetTable', { ...item, UnicornId: { S: 'broken' }, SpeedMps: { S: 'fast' } });
    expect(await bySearch(from)).toEqual(byBruteForce(from));
    expect(lines()).toContainEqual(
      expect.objectContaining({
        message: 'unicorn unreadable',
        error: { name: 'ItemShapeError', message: 'Fleet, broken: SpeedMps: expected number' },
      }),
    );
  });
});
