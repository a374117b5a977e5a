import { describe, expect, it } from '@jest/globals';
import { newestChanges, toBoardChange } from './board-change.ts';

const key = { PlayerName: 'SomeName' };
const record = (image: { Score?: number; ScoreSince?: number } | undefined) => ({
  sequenceNumber: '100',
  changedAt: 1_479_499_740_000,
  key,
  image: image && { ...key, ...image },
});

describe('toBoardChange', () => {
  it('takes the time of the score from the image', () => {
    expect(toBoardChange(record({ Score: 1100, ScoreSince: 1_479_499_700_123 }))).toEqual({
      player: 'SomeName',
      sequenceNumber: '100',
      rating: { score: 1100, since: 1_479_499_700_123 },
      changedAt: 1_479_499_740_000,
    });
  });

  it('takes the time of the record when the image has none', () => {
    expect(toBoardChange(record({ Score: 0 })).rating).toEqual({ score: 0, since: 1_479_499_740_000 });
  });

  it('puts a score whose time neither says after the others of its height', () => {
    const change = toBoardChange({ ...record({ Score: 0 }), changedAt: undefined });
    expect(change.rating).toEqual({ score: 0, since: Number.MAX_SAFE_INTEGER });
  });

  it.each([
    ['a removal', undefined],
    ['an image without Score', {}],
  ])('takes the player off for %s', (_, image) => {
    expect(toBoardChange(record(image)).rating).toBeUndefined();
  });

  it('takes a score with a fraction, which Redis holds exactly', () => {
    expect(toBoardChange(record({ Score: -1100.25 })).rating?.score).toBe(-1100.25);
  });
});

describe('newestChanges', () => {
  it('keeps the highest sequence number of each player, compared as numbers', () => {
    const change = (player: string, sequenceNumber: string) => ({
      player,
      sequenceNumber,
      rating: undefined,
    });
    const longest = '9'.repeat(40);
    const changes = [
      change('a', '9'),
      change('b', longest),
      change('a', '10'),
      change('a', '2'),
      change('b', '1'),
    ];
    expect(newestChanges(changes)).toEqual([change('a', '10'), change('b', longest)]);
  });
});
