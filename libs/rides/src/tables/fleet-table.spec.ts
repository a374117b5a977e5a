import { afterAll, describe, expect, it } from '@jest/globals';
import { recordLines } from '@hanok/lambda/testing';
import { runs, SEED, SEED_NOTE, seededRandom } from '@hanok/testing';
import type { Position } from '../position.ts';
import { startRideTables } from '../ride-tables.fixture.ts';
import { searchNearestFree } from '../search/nearest-free.ts';
import { greatCircle } from '../sphere/great-circle.ts';
import { PLACE_NAMES, PLACES } from '../sphere/positions.fixture.ts';
import { checkUnicorn, type Unicorn } from '../unicorn.ts';
import { FLEET_TABLE } from './definitions.ts';
import { createFleetTable } from './fleet-table.ts';

const UNICORNS = 500;
const PICKUPS = runs(300);
const { signal } = new AbortController();
const random = seededRandom(SEED);
const place = () => PLACES[random.pick(PLACE_NAMES)](random);
const unicornAt = (UnicornId: string, at: Position): Unicorn =>
  checkUnicorn({ UnicornId, ...{ Name: 'n', Color: 'c', Gender: 'g', SpeedMps: 25 }, ...at });

const { log, lines } = recordLines();
const fleet = new Map<string, Unicorn>();

const db = await startRideTables();
afterAll(db.stop);
const { client, tables, put, unicorns } = await db.open();
const table = createFleetTable({ client, table: tables.fleet, log });
for (let index = 0; index < UNICORNS; index += 1) fleet.set(`u-${index}`, unicornAt(`u-${index}`, place()));
for (let from = 0; from < UNICORNS; from += 100) await table.add([...fleet.values()].slice(from, from + 100));

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
  it(`answers the nearest of ${UNICORNS} for ${PICKUPS} pickups as brute force does, while they move (${SEED_NOTE})`, async () => {
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
    const [item] = (await unicorns()).filter(({ UnicornId }) => UnicornId?.S === 'u-1');
    const from = unicornAt('u-1', fleet.get('u-1') ?? { Latitude: 0, Longitude: 0 });
    await put(FLEET_TABLE, { ...item, UnicornId: { S: 'broken' }, SpeedMps: { S: 'fast' } });
    expect(await bySearch(from)).toEqual(byBruteForce(from));
    expect(lines()).toContainEqual(
      expect.objectContaining({
        message: 'unicorn unreadable',
        error: expect.objectContaining({
          name: 'ItemShapeError',
          message: 'RidesFleet, UnicornId broken: SpeedMps: expected number',
        }),
      }),
    );
  });
});
