import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eloChange, legacyEloChange } from './index.ts';

const score = fc.integer({ min: -2000, max: 8000 });

describe('legacyEloChange', () => {
  it.each([
    [1000, 1000, 100, -50],
    [1399, 1000, 100, -50],
    [1000, 1399, 100, -50],
    [1400, 1000, 100, -9],
    [1000, 1400, 100, -91],
    [1799, 1000, 100, -9],
    [1800, 1000, 100, -1],
    [1000, 1800, 100, -99],
    [2200, 1000, 100, 0],
    [1000, 2200, 100, -100],
    [-1000, 1000, 100, -100],
    [9000, 0, 100, 0],
  ])('at %i against %i is %i for a win and %i for a loss', (own, opponent, forWin, forLoss) => {
    expect(legacyEloChange({ own, opponent, won: true })).toBe(forWin);
    expect(legacyEloChange({ own, opponent, won: false })).toBe(forLoss);
  });

  it('gives a winner 100, whoever plays', () => {
    fc.assert(
      fc.property(score, score, (own, opponent) => {
        expect(legacyEloChange({ own, opponent, won: true })).toBe(100);
      }),
    );
  });

  it('takes 0 to 100 from a loser, so that no game lowers the sum of all scores', () => {
    fc.assert(
      fc.property(score, score, (own, opponent) => {
        const change = legacyEloChange({ own, opponent, won: false });
        expect(change).toBeLessThanOrEqual(0);
        expect(change).toBeGreaterThanOrEqual(-100);
        expect(Object.is(change, -0)).toBe(false);
      }),
    );
  });

  it('takes most from the weaker side, where Elo takes least', () => {
    const game = { own: 1000, opponent: 1400 };
    const even = { own: 1000, opponent: 1000 };
    expect(legacyEloChange({ ...game, won: false })).toBeLessThan(legacyEloChange({ ...even, won: false }));
    expect(eloChange({ ...game, outcome: 'loss' })).toBeGreaterThan(eloChange({ ...even, outcome: 'loss' }));
  });
});
