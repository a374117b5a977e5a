const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)$/;

/** An instant: whole seconds since the epoch, and the nanoseconds after them. */
type Instant = { seconds: number; nanoseconds: number };

/** Reads an ISO 8601 date-time with its offset; undefined for anything else, such as a day that no month has. */
export function readTimestamp(value: unknown): Instant | undefined {
  const parts = typeof value === 'string' ? TIMESTAMP.exec(value) : null;
  if (parts === null) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    ...[number, number, number],
    ...[number, number, number],
  ];
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  if (local.getUTCDate() !== day || local.getUTCMonth() !== month - 1) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const seconds = local.getTime() / 1_000 - offsetSeconds(parts[8] ?? 'Z');
  return { seconds, nanoseconds: Number((parts[7] ?? '').padEnd(9, '0')) };
}

export const millisecondsOf = ({ seconds, nanoseconds }: Instant) =>
  seconds * 1_000 + Math.floor(nanoseconds / 1e6);

function offsetSeconds(offset: string): number {
  if (offset === 'Z') return 0;
  const sign = offset.startsWith('-') ? -1 : 1;
  return sign * (Number(offset.slice(1, 3)) * 3_600 + Number(offset.slice(-2)) * 60);
}
