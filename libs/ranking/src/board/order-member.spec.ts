import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { playerOf, sinceText } from './order-member.ts';

const time = fc.maxSafeNat();

describe('sinceText', () => {
  it('has 16 digits that sort as the times do', () => {
    fc.assert(
      fc.property(time, time, (a, b) => {
        expect(sinceText(a)).toHaveLength(16);
        expect(sinceText(a) < sinceText(b)).toBe(a < b);
      }),
    );
  });
});

describe('playerOf', () => {
  it('gives back the name behind the time', () => {
    fc.assert(
      fc.property(time, fc.string({ unit: 'grapheme' }), (since, player) => {
        expect(playerOf(sinceText(since) + player)).toBe(player);
      }),
    );
  });
});
