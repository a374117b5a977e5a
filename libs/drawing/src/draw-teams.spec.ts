import { describe, expect, it } from '@jest/globals';
import { runs } from '@hanok/testing';
import fc from 'fast-check';
import { evenness } from './chi-square.fixture.ts';
import { commitmentTo, drawTeams, THIRTEEN } from './index.ts';

/** Their seeds are always the same: random ones would fail one run in a hundred, as they must. */
const DRAWS = runs(1_000_000);

describe('drawTeams', () => {
  it('places everyone once, in full teams, and leaves out the rest', () => {
    const request = fc
      .record({
        teams: fc.integer({ min: 1, max: 9 }),
        size: fc.integer({ min: 1, max: 9 }),
        more: fc.nat(9),
      })
      .map(({ teams, size, more }) => {
        const names = Array.from({ length: teams * size + more }, (_, index) => `name ${index}`);
        return { teams, size, names };
      });
    fc.assert(
      fc.property(request, fc.string(), (asked, seed) => {
        const { teams, leftOut } = drawTeams(asked, seed);
        expect(teams.map((team) => team.length)).toEqual(Array(asked.teams).fill(asked.size));
        expect([...teams.flat(), ...leftOut].sort()).toEqual([...asked.names].sort());
      }),
    );
  });

  it('gives the same teams for the same seed, here and everywhere', () => {
    expect(drawTeams(THIRTEEN, 'final 2026')).toEqual(drawTeams(THIRTEEN, 'final 2026'));
    expect(drawTeams(THIRTEEN, 'final 2026')).not.toEqual(drawTeams(THIRTEEN, 'final 2027'));
  });

  it(`treats every pair and every name alike: chi-square over ${DRAWS} seeded draws, p > 0.001`, () => {
    const index = new Map(THIRTEEN.names.map((name, at) => [name, at]));
    const of = (name: string | undefined) => index.get(name ?? '') ?? Number.NaN;
    const leftOutCounts = new Uint32Array(13);
    // One count per pair of names for each pair of seats: the draws are independent, so each row is multinomial.
    const pairCounts = Array.from({ length: 12 }, () => new Uint32Array(13 * 13));
    let incomplete = 0;
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const { teams, leftOut } = drawTeams(THIRTEEN, `draw ${draw}`);
      if (teams.flat().length !== 12 || leftOut.length !== 1) incomplete += 1;
      add(leftOutCounts, of(leftOut[0]));
      teams.forEach(([a, b, c], team) =>
        [
          [a, b],
          [a, c],
          [b, c],
        ].forEach(([one, other], seats) =>
          add(pairCounts[3 * team + seats] ?? leftOutCounts, pairOf(of(one), of(other))),
        ),
      );
    }
    expect(incomplete).toBe(0);
    expect(evenness([...leftOutCounts])).toBeGreaterThan(0.001);
    const pairs = Array.from({ length: 13 }, (_, high) =>
      Array.from({ length: high }, (__, low) => pairOf(low, high)),
    );
    for (const counts of pairCounts) {
      const row = pairs.flat().map((pair) => counts[pair] ?? 0);
      expect(row.reduce((sum, count) => sum + count, 0)).toBe(DRAWS);
      expect(evenness(row)).toBeGreaterThan(0.001);
    }
  }, 120_000);
});

function add(counts: Uint32Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}

function pairOf(one: number, other: number): number {
  return 13 * Math.max(one, other) + Math.min(one, other);
}

describe('evenness', () => {
  it('knows the tabled values of chi-square, and an uneven shuffle when it sees one', () => {
    // Upper 5 % point of 12 degrees of freedom: 21.026; of 77: 98.484.
    const off = Math.sqrt((21.026 * 1_000) / 2);
    expect(evenness([1_000 + off, 1_000 - off, ...Array<number>(11).fill(1_000)])).toBeCloseTo(0.05, 2);
    expect(evenness([1_200, ...Array<number>(12).fill(1_000)])).toBeLessThan(0.001);
  });
});

describe('commitmentTo', () => {
  it('is the SHA-256 of seed, names, teams and size as JSON', () => {
    expect(commitmentTo({ names: ['a', 'b'], teams: 1, size: 2 }, 's')).toBe(
      'd2993cea5f7bf4b9db386e8bf1d7b5327839914046adcfd5fa0a7dfde860292e',
    );
  });
});
