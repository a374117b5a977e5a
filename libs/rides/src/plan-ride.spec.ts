import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { describeEta, etaSeconds } from './plan-ride.ts';

const metres = fc.double({ min: 0, max: 20_100_000, noNaN: true });
const speed = fc.double({ min: 0.1, max: 10_000, noNaN: true });
const UNITS: Record<string, number> = { second: 1, seconds: 1, minutes: 60, hours: 3600 };

/** How long the text says, and its unit, in seconds. */
function told(text: string): { seconds: number; unit: number } {
  const [count = '', name = ''] = text.split(' ');
  const unit = UNITS[name] ?? Number.NaN;
  return { seconds: Number(count) * unit, unit };
}

describe('the ETA', () => {
  it.each([
    [0, 25, '1 second'],
    [25, 25, '1 second'],
    [25.1, 25, '2 seconds'],
    [750, 25, '30 seconds'],
    [2_250, 25, '90 seconds'],
    [2_251, 25, '2 minutes'],
    [135_000, 25, '90 minutes'],
    [135_001, 25, '2 hours'],
    [20_015_086, 25, '223 hours'],
  ])('of %d metres at %d metres per second is %s', (distance, speedMps, text) => {
    expect(describeEta(etaSeconds(distance, speedMps))).toBe(text);
  });

  it('is never too early, and late by less than a second and a unit', () => {
    fc.assert(
      fc.property(metres, speed, (distance, speedMps) => {
        const needed = distance / speedMps;
        const { seconds, unit } = told(describeEta(etaSeconds(distance, speedMps)));
        expect(seconds).toBeGreaterThanOrEqual(needed);
        expect(seconds).toBeLessThan(needed + 1 + (unit > 1 ? unit + 60 : 0) + 1e-6);
      }),
    );
  });

  it('is whole seconds that do not shrink with the distance', () => {
    fc.assert(
      fc.property(metres, metres, speed, (one, other, speedMps) => {
        const [near, far] = [Math.min(one, other), Math.max(one, other)];
        expect(etaSeconds(near, speedMps)).toBeLessThanOrEqual(etaSeconds(far, speedMps));
        expect(Number.isSafeInteger(etaSeconds(far, speedMps))).toBe(true);
      }),
    );
  });
});
