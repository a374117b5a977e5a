import { describe, expect, it } from '@jest/globals';
import { cellAt, DEEPEST_LEVEL, levelOf, quartersOf, widthOf } from './cell.ts';
import { measureCells } from './cell-distance.ts';
import { greatCircle } from './great-circle.ts';
import { PLACE_NAMES, PLACES } from './positions.fixture.ts';
import { runs, SEED, SEED_NOTE, seededRandom } from '@hanok/testing';

const PAIRS = runs(10_000);
const at = (Latitude: number, Longitude: number) => ({ Latitude, Longitude });

/** Two places of random kinds, and the cell at a random level that holds the second. */
function* pairs() {
  const random = seededRandom(SEED);
  const place = () => PLACES[random.pick(PLACE_NAMES)](random);
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const [from, to] = [place(), place()];
    yield { from, to, cell: cellAt(to).slice(0, 1 + random.between(0, DEEPEST_LEVEL)) };
  }
}

describe('cells', () => {
  it.each([
    [at(0, 0), '0'],
    [at(0, 90), '1'],
    [at(90, 0), '2'],
    [at(0, 180), '3'],
    [at(0, -180), '3'],
    [at(0, -90), '4'],
    [at(-90, 55), '5'],
  ])('divide the sphere into six faces: %j is on face %s', (place, face) => {
    expect(cellAt(place)).toMatch(new RegExp(`^${face}[0-3]{${DEEPEST_LEVEL}}$`));
  });

  it.each([90, -90])(
    'hold the pole %d under each of its names, to the margin of their measure',
    (Latitude) => {
      const metresTo = measureCells(at(Latitude, 0));
      for (let Longitude = -180; Longitude <= 180; Longitude += 1)
        expect(metresTo(cellAt(at(Latitude, Longitude)))).toBe(0);
    },
  );

  it('have four quarters, which are half as wide', () => {
    for (const cell of ['0', '31', '5012']) {
      expect(quartersOf(cell).every((quarter) => widthOf(quarter) === widthOf(cell) / 2)).toBe(true);
      expect(new Set(quartersOf(cell)).size).toBe(4);
    }
  });
});

describe(`measureCells (${SEED_NOTE})`, () => {
  it(`never says more than the way to a place in the cell, over ${PAIRS} pairs and all levels`, () => {
    let above = 0;
    for (const { from, to, cell } of pairs()) {
      const bound = measureCells(from)(cell);
      if (bound > greatCircle(from, to)) above += 1;
    }
    expect(above).toBe(0);
  });

  it('says little less: at most two widths of the cell, to its far corner', () => {
    let most = 0;
    for (const { from, to, cell } of pairs()) {
      const slack = greatCircle(from, to) - measureCells(from)(cell) - 0.01;
      most = Math.max(most, slack / widthOf(cell));
    }
    expect(most).toBeLessThan(2);
    expect(most).toBeGreaterThan(1);
  });

  it('says of a cell what it says of the nearest of its quarters', () => {
    let off = 0;
    for (const { from, cell } of pairs()) {
      if (levelOf(cell) === DEEPEST_LEVEL) continue;
      const metresTo = measureCells(from);
      const nearest = Math.min(...quartersOf(cell).map(metresTo));
      off = Math.max(off, Math.abs(nearest - metresTo(cell)));
    }
    expect(off).toBeLessThan(0.002);
  });

  it('is nothing for the cells that hold the place', () => {
    let largest = 0;
    for (const { from } of pairs()) {
      const [metresTo, own] = [measureCells(from), cellAt(from)];
      for (let level = 0; level <= DEEPEST_LEVEL; level += 8)
        largest = Math.max(largest, metresTo(own.slice(0, level + 1)));
    }
    expect(largest).toBe(0);
  });
});
