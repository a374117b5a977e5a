import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { splitBySize } from './split-by-size.ts';

describe('splitting by size', () => {
  it('keeps order and every item, within the limits unless one item alone is over', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' })),
        fc.integer({ min: 30, max: 80 }),
        fc.integer({ min: 1, max: 5 }),
        (items, limit, most) => {
          const runs = splitBySize(items, limit, most);
          expect(runs.flat()).toEqual(items);
          for (const run of runs) {
            expect(run.length).toBeLessThanOrEqual(most);
            const bytes = Buffer.byteLength(JSON.stringify({ Records: run }));
            expect(run.length === 1 || bytes <= limit).toBe(true);
          }
        },
      ),
    );
  });
});
