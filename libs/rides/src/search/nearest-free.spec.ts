import { describe, expect, it } from '@jest/globals';
import { runs, SEED, SEED_NOTE, type SeededRandom, seededRandom } from '@hanok/testing';
import type { Position } from '../position.ts';
import { greatCircle } from '../sphere/great-circle.ts';
import { PLACE_NAMES, PLACES } from '../sphere/positions.fixture.ts';
import type { Unicorn } from '../unicorn.ts';
import { listedIndex } from './listed-index.fixture.ts';
import { searchNearestFree } from './nearest-free.ts';

const RUNS = runs(10_000);
const LIMIT = 8;
const { signal } = new AbortController();

const unicornAt = (index: number, place: Position): Unicorn => ({
  UnicornId: `u-${index}`,
  Name: 'n',
  Color: 'c',
  Gender: 'g',
  SpeedMps: 25,
  ...place,
});

/** A fleet of one or two kinds of places, mostly small, sometimes larger than a page many times over. */
function drawFleet(random: SeededRandom): Unicorn[] {
  const kinds = [random.pick(PLACE_NAMES), random.pick(PLACE_NAMES)];
  const size = Math.floor(10 ** (random.next() * 2.6)) - 1;
  return Array.from({ length: size }, (_, index) => unicornAt(index, PLACES[random.pick(kinds)](random)));
}

/** The order by distance to the millimetre and then id, from every distance. */
function byBruteForce(fleet: readonly Unicorn[], from: Position): string[] {
  return fleet
    .map((each) => ({ id: each.UnicornId, mm: Math.round(greatCircle(from, each) * 1000) }))
    .toSorted((a, b) => a.mm - b.mm || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
}

async function answeredOrder(search: ReturnType<typeof searchNearestFree>, count: number): Promise<string[]> {
  const order: string[] = [];
  while (order.length < count) {
    const candidate = await search.next();
    if (candidate === undefined) return order;
    order.push(candidate.unicorn.UnicornId);
  }
  return order;
}

describe('searchNearestFree', () => {
  it(`answers what brute force finds, for ${RUNS} random pickups and fleets, nearest first (${SEED_NOTE})`, async () => {
    const random = seededRandom(SEED);
    const hint = { level: 6 };
    const wrong: object[] = [];
    const wanted = { all: 0, some: 0 };
    for (let run = 0; run < RUNS; run += 1) {
      const fleet = drawFleet(random);
      const from = PLACES[random.pick(PLACE_NAMES)](random);
      const count = run % 20 === 0 ? fleet.length + 1 : 3;
      const index = listedIndex(fleet, LIMIT);
      const order = await answeredOrder(searchNearestFree({ index, from, hint, signal }), count);
      const expected = byBruteForce(fleet, from).slice(0, count);
      if (order.join() !== expected.join()) wrong.push({ run, from, order, expected });
      wanted[count > 3 ? 'all' : 'some'] += order.length;
    }
    expect(wrong).toEqual([]);
    expect(wanted.all).toBeGreaterThan(runs(10_000));
    expect(wanted.some).toBeGreaterThan(runs(10_000));
  }, 240_000);
});
