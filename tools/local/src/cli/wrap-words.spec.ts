import { describe, expect, it } from '@jest/globals';
import { wrapWords } from './announce-stack.ts';

describe('wrapWords', () => {
  it('breaks at spaces, indented', () => {
    expect(wrapWords('one two three four', 10, 1, 3)).toBe(' one two\n   three\n   four');
  });

  it('leaves alone what fits, and a word that fits nowhere', () => {
    expect(wrapWords('one two', 9, 2, 4)).toBe('  one two');
    expect(wrapWords('a word-that-is-too-long b', 8, 0, 2)).toBe('a\n  word-that-is-too-long\n  b');
  });
});
