import { describe, expect, it } from '@jest/globals';
import { ageMs, countExpired } from './deliver-batch.ts';
import { streamRecords } from '../stream/stream-records.fixture.ts';

describe('the age of a record', () => {
  it.each([
    [1, 1000_999, 0],
    [1, 1000_000 + 61_000, 60_000],
    [60, 1000_000 + 2_000, 60_000],
  ])('at speed %d is in time of the clock, and never too old', (speed, realNow, expected) => {
    const [record] = streamRecords(['1'], 1000);
    const clock = { speed, now: () => 0, sleep: () => Promise.resolve() };
    expect(record && ageMs(record, clock, realNow)).toBe(expected);
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
