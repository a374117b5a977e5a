import type { Stream } from '../../engine-names.ts';
import { engineLabel } from './stream-label.ts';

const POSITION_DIGITS = 8;

/**
 * A record's sequence number in AWS's form: 21 digits, the millisecond in which its stream began and then the engine's
 * position. The engine counts from 1 again for a table made anew; this number only grows.
 */
export function clientSequenceNumber(stream: Stream, position: string): string {
  return beginning(stream) + position.padStart(POSITION_DIGITS, '0');
}

/** The engine's position of a sequence number; undefined when the number is of another stream or is none. */
export function enginePosition(stream: Stream, sequenceNumber: string): string | undefined {
  const start = beginning(stream);
  if (!/^\d{21,40}$/.test(sequenceNumber) || !sequenceNumber.startsWith(start)) return undefined;
  return String(Number(sequenceNumber.slice(start.length)));
}

/** Whether a sequence number is older than the stream: of an earlier stream of the table. */
export function precedes(sequenceNumber: string, stream: Stream): boolean {
  return (
    /^\d{1,40}$/.test(sequenceNumber) && BigInt(sequenceNumber) < BigInt(clientSequenceNumber(stream, '0'))
  );
}

/** The millisecond in which the stream began, since the epoch: 13 digits. */
export function beginning({ label }: Stream): string {
  return (engineLabel(label) ?? '').replace('.', '').slice(0, 13);
}
