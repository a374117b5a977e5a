import { describe, expect, it } from '@jest/globals';
import { boardKeys } from './board-keys.ts';

describe('boardKeys', () => {
  it('keeps the plain name for the scores and tags the other keys with it', () => {
    expect(boardKeys('Rating')).toEqual({
      scores: 'Rating',
      order: '{Rating}:order',
      seen: '{Rating}:seen',
      removed: '{Rating}:removed',
    });
  });

  it.each(['', '{', 'a}b', '{}'])('refuses %j', (name) => {
    expect(() => boardKeys(name)).toThrow(new RangeError('Board name: must not be empty or contain { or }'));
  });
});
