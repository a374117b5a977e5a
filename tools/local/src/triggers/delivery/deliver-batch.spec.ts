import { describe, expect, it } from '@jest/globals';
import { createClock } from '../../clock.ts';
import { ageMs, countExpired } from './deliver-batch.ts';
import { streamRecords } from '../stream/stream-records.fixture.ts';

describe('the age of a record', () => {
  it.each([
    [1, 1000_999, 1000_999, 0],
    [1, 1000_000 + 61_000, Infinity, 60_000],
    [60, 1000_000 + 2_000, Infinity, 60_000],
    [60, 1000_000 + 2_000, 1000_500, 90_000],
  ])(
    'at speed %d, at %d, read by %d, is in time of the clock, and never too old',
    (speed, realNow, readBy, expected) => {
      const [record] = streamRecords(['1'], 1000);
      const timeAt = (real: number) => real * speed;
      const clock = { speed, timeAt, now: () => timeAt(realNow), sleep: () => Promise.resolve() };
      expect(record && ageMs(record, clock, readBy)).toBe(expected);
    },
  );

  it('has the time by which the clock was moved while it waited, and no other', async () => {
    const clock = createClock();
    await clock.advance(3_600_000);
    const [record] = streamRecords(['1'], Math.floor(Date.now() / 1000));
    const readBy = Date.now();
    const age = () => (record ? ageMs(record, clock, readBy) : NaN);
    expect(age()).toBeLessThan(1_000);
    while (Date.now() === readBy) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(600_000);
    expect(age()).toBeGreaterThanOrEqual(600_000);
    expect(age()).toBeLessThan(602_000);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html: MaximumRecordAgeInSeconds
  it.each([
    ['none without a limit', [9e9], -1, 0],
    ['none at the limit', [60_000, 1], 60, 0],
    ['those over the limit', [61_000, 60_001, 60_000], 60, 2],
    ['all', [61_000, 61_000], 60, 2],
  ])('expires %s', (_title, ages, limit, expected) => {
    expect(countExpired(ages, limit)).toBe(expected);
  });
});
