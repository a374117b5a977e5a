import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { matchesPattern } from './wildcard.ts';

describe('matchesPattern', () => {
  it('answers as the same pattern as a regular expression, for any pattern and text', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '.'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 12 });
    fc.assert(
      fc.property(pattern, text, (glob, candidate) => {
        const escaped = glob.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
        expect(matchesPattern(glob, candidate)).toBe(new RegExp(`^${escaped}$`).test(candidate));
      }),
      { numRuns: 2000 },
    );
  });

  it('answers at once for a pattern of many stars', () => {
    expect(matchesPattern('*a'.repeat(200) + 'b', 'a'.repeat(5_000))).toBe(false);
  });
});
