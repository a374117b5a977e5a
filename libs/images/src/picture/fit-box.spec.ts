import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fitBox } from './fit-box.ts';

const side = fc.integer({ min: 1, max: 100_000 });
const box = fc.record({ width: side, height: side });

describe('fitBox', () => {
  it.each([
    [4000, 3000, 128, 96],
    [3000, 4000, 96, 128],
    [128, 128, 128, 128],
    [100, 50, 100, 50],
    [1, 1, 1, 1],
    [50_000, 1, 128, 1],
    [129, 128, 128, 127],
  ])('fits %dx%d into 128x128 as %dx%d', (width, height, fittedWidth, fittedHeight) => {
    const fitted = fitBox({ width, height }, { width: 128, height: 128 });
    expect(fitted).toEqual({ width: fittedWidth, height: fittedHeight });
  });

  it('never leaves the box, never enlarges, never ends below 1 pixel', () => {
    fc.assert(
      fc.property(box, box, (picture, limit) => {
        const { width, height } = fitBox(picture, limit);
        expect(Number.isInteger(width) && Number.isInteger(height)).toBe(true);
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(1);
        expect(width).toBeLessThanOrEqual(Math.min(picture.width, limit.width));
        expect(height).toBeLessThanOrEqual(Math.min(picture.height, limit.height));
      }),
    );
  });

  it('keeps the ratio to half a pixel and uses the box up', () => {
    fc.assert(
      fc.property(box, box, (picture, limit) => {
        const fitted = fitBox(picture, limit);
        const scale = Math.min(1, limit.width / picture.width, limit.height / picture.height);
        for (const side of ['width', 'height'] as const)
          expect(Math.abs(fitted[side] - Math.max(1, picture[side] * scale))).toBeLessThanOrEqual(0.5 + 1e-6);
        const full = fitted.width === limit.width || fitted.height === limit.height;
        expect(full || fitted.width === picture.width || fitted.height === picture.height).toBe(true);
      }),
    );
  });
});
