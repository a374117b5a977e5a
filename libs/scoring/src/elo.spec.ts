import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eloChange, type EloGame, type EloOptions } from './index.ts';

const rating = fc.integer({ min: -1000, max: 4000 });
const outcome = fc.constantFrom('win' as const, 'draw' as const, 'loss' as const);
const game = fc.record({ own: rating, opponent: rating, outcome });
const options = fc.record({
  k: fc.integer({ min: 1, max: 200 }),
  floor: fc.option(rating, { nil: Number.NEGATIVE_INFINITY }),
  rounding: fc.constantFrom('nearest' as const, 'down' as const, 'none' as const),
});

const MIRRORED = { win: 'loss', draw: 'draw', loss: 'win' } as const;
const fromTheOtherSide = ({ own, opponent, outcome }: EloGame): EloGame => ({
  own: opponent,
  opponent: own,
  outcome: MIRRORED[outcome],
});

describe('eloChange', () => {
  it.each<[number, number, EloGame['outcome'], number, number]>([
    [1613, 1609, 'loss', -16.18419866916, -16],
    [1613, 1477, 'draw', -5.961608245866, -6],
    [1613, 1388, 'win', 6.87914441606, 7],
    [1613, 1586, 'win', 14.75910105417, 15],
    [1613, 1720, 'loss', -11.22256169245, -11],
    [1000, 1000, 'win', 16, 16],
    [1000, 1000, 'draw', 0, 0],
    [1400, 1000, 'win', 2.90909090909, 3],
    [1000, 1400, 'win', 29.09090909091, 29],
    [1000, 1400, 'draw', 13.09090909091, 13],
    [2800, 1000, 'win', 0.00101189685, 0],
    [1000, 2800, 'win', 31.99898810315, 32],
  ])('for %i against %i and a %s is %d, rounded %i', (own, opponent, outcome, exact, rounded) => {
    const each = { own, opponent, outcome };
    expect(eloChange(each, { rounding: 'none' })).toBeCloseTo(exact, 10);
    expect(eloChange(each)).toBe(rounded);
  });

  it.each<[string, EloGame, EloOptions, number]>([
    ['ten times K is ten times the points', { own: 1000, opponent: 1400, outcome: 'win' }, { k: 320 }, 291],
    [
      'down rounds a gain of 2.9 to 2',
      { own: 1400, opponent: 1000, outcome: 'win' },
      { rounding: 'down' },
      2,
    ],
    [
      'down rounds a loss of 2.9 to 2',
      { own: 1000, opponent: 1400, outcome: 'loss' },
      { rounding: 'down' },
      -2,
    ],
    ['half a point goes away from zero for a winner', { own: 9, opponent: 9, outcome: 'win' }, { k: 5 }, 3],
    ['half a point goes away from zero for a loser', { own: 9, opponent: 9, outcome: 'loss' }, { k: 5 }, -3],
    [
      'a loser 10 points above the floor pays 10',
      { own: 110, opponent: 110, outcome: 'loss' },
      { floor: 100 },
      -10,
    ],
    ['its opponent gets those 10', { own: 110, opponent: 110, outcome: 'win' }, { floor: 100 }, 10],
    ['a loser on the floor pays nothing', { own: 100, opponent: 900, outcome: 'loss' }, { floor: 100 }, 0],
    ['a loser below the floor pays nothing', { own: 90, opponent: 900, outcome: 'loss' }, { floor: 100 }, 0],
    ['a draw takes from the higher rated', { own: 500, opponent: 100, outcome: 'draw' }, { floor: 495 }, -5],
  ])('%s', (_rule, each, given, change) => {
    expect(eloChange(each, given)).toBe(change);
  });

  it('is zero-sum: what one player gets the other one pays, to the last bit, floor or not', () => {
    fc.assert(
      fc.property(game, options, (each, given) => {
        expect(eloChange(each, given) + eloChange(fromTheOtherSide(each), given)).toBe(0);
      }),
    );
  });

  it('is at most K points', () => {
    fc.assert(
      fc.property(game, options, (each, given) => {
        expect(Math.abs(eloChange(each, given))).toBeLessThanOrEqual(given.k);
      }),
    );
  });

  it('is whole points unless rounding is none, so that a game result can carry it', () => {
    fc.assert(
      fc.property(game, options, (each, given) => {
        const change = eloChange(each, given);
        expect(Number.isSafeInteger(change) || given.rounding === 'none').toBe(true);
        expect(Object.is(change, -0)).toBe(false);
      }),
    );
  });

  it('never takes a player below the floor, and never moves one who is below it further down', () => {
    fc.assert(
      fc.property(game, options, (each, given) => {
        const after = each.own + eloChange(each, given);
        expect(after).toBeGreaterThanOrEqual(Math.min(each.own, given.floor));
      }),
    );
  });

  it('rewards a win at least as much as a draw, and a draw at least as much as a loss', () => {
    fc.assert(
      fc.property(game, options, (each, given) => {
        const [loss, draw, win] = (['loss', 'draw', 'win'] as const).map((outcome) =>
          eloChange({ ...each, outcome }, given),
        );
        expect([loss, draw, win]).toEqual([loss, draw, win].toSorted((a = 0, b = 0) => a - b));
        expect(loss).toBeLessThanOrEqual(0);
        expect(win).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('rewards a win more the stronger the opponent, and a stronger winner less', () => {
    fc.assert(
      fc.property(rating, rating, fc.nat(1000), options, (own, opponent, more, given) => {
        const win = eloChange({ own, opponent, outcome: 'win' }, given);
        expect(eloChange({ own, opponent: opponent + more, outcome: 'win' }, given)).toBeGreaterThanOrEqual(
          win,
        );
        expect(eloChange({ own: own + more, opponent, outcome: 'win' }, given)).toBeLessThanOrEqual(win);
      }),
    );
  });

  it.each<[string, Partial<EloGame>, EloOptions]>([
    ['own: expected a finite number', { own: Number.NaN }, {}],
    ['opponent: expected a finite number', { opponent: Number.POSITIVE_INFINITY }, {}],
    ['k: expected a whole number above 0', {}, { k: 0.5 }],
    ['k: expected a whole number above 0', {}, { k: 0 }],
    ['floor: expected a number', {}, { floor: Number.NaN }],
  ])('refuses a bad argument: %s', (message, bad, given) => {
    const each = { own: 1000, opponent: 1000, outcome: 'win' as const, ...bad };
    expect(() => eloChange(each, given)).toThrow(new RangeError(message));
  });
});
