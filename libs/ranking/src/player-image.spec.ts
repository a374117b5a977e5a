import { describe, expect, it } from '@jest/globals';
import { parseInput } from '@hanok/events';
import { playerImage } from './player-image.ts';

const read = (image: object) => parseInput(playerImage, { PlayerName: 'kim', ...image });

describe('a player image', () => {
  it('may be without a score, or hold one with a fraction', () => {
    expect(read({})).toEqual({ ok: true, value: { PlayerName: 'kim' } });
    expect(read({ Score: -1100.25, Win: 1 })).toEqual({
      ok: true,
      value: { PlayerName: 'kim', Score: -1100.25 },
    });
  });

  it.each([
    [2 ** 53, 'Score: at most 9007199254740991'],
    [-(2 ** 53), 'Score: at least -9007199254740991'],
    [NaN, 'Score: expected number'],
    ['1100', 'Score: expected number'],
  ])('is refused with the score %s', (Score, reason) => {
    expect(read({ Score })).toEqual({ ok: false, reason });
  });

  it.each([-1, 0.5, 2 ** 53])('is refused with the time %d', (ScoreSince) => {
    expect(read({ Score: 1, ScoreSince })).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/^ScoreSince: /),
    });
  });
});
