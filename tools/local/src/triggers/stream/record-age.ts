import type { Clock } from '../../clock.ts';
import type { StreamEventRecord } from './stream-record.ts';

/**
 * Milliseconds since a record was written, on the stack's clock. The record tells it in whole seconds of real
 * time, so that it counts as up to a second younger than it is, never as older.
 */
export function ageMs(record: StreamEventRecord, clock: Clock, realNow = Date.now()): number {
  const realAgeMs = realNow - (record.dynamodb.ApproximateCreationDateTime + 1) * 1000;
  return Math.max(0, realAgeMs) * clock.speed;
}

/** How many records at the front of a batch are older than `maximumSeconds` (-1: none is). */
export function countExpired(agesMs: readonly number[], maximumSeconds: number): number {
  if (maximumSeconds === -1) return 0;
  const firstFresh = agesMs.findIndex((age) => age <= maximumSeconds * 1000);
  return firstFresh === -1 ? agesMs.length : firstFresh;
}
