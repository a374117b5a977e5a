import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

/** One stored event; times in milliseconds since the epoch. */
export type LogEvent = {
  id: number;
  stream: string;
  time: number;
  ingestedAt: number;
  message: string;
  /** Said by the platform, not written by a function. */
  isPlatform: boolean;
};

/** A place in a group's events, which are ordered by time and, within a millisecond, as they came. */
export type LogPosition = { time: number; id: number };

export type LogEventQuery = {
  group: string;
  streams?: readonly string[] | undefined;
  streamPrefix?: string | undefined;
  /** Inclusive. */
  startTime?: number | undefined;
  /** Exclusive. */
  endTime?: number | undefined;
  after?: LogPosition | undefined;
  before?: LogPosition | undefined;
  newestFirst?: boolean;
};

type Condition = { sql: string; values: SQLInputValue[] };

/** Reads a group's events lazily, in order; those whose retention has ended are left out. */
export function* readEvents(
  database: DatabaseSync,
  query: LogEventQuery,
  retention: { now: number; dayMs: number },
): Generator<LogEvent> {
  const conditions = [...conditionsOf(query), retained(query.group, retention)];
  const where = conditions.map((condition) => condition.sql).join(' AND ');
  const direction = query.newestFirst === true ? 'DESC' : 'ASC';
  const sql = `SELECT * FROM log_event WHERE ${where} ORDER BY time ${direction}, id ${direction}`;
  for (const row of database.prepare(sql).iterate(...conditions.flatMap((condition) => condition.values))) {
    yield {
      id: Number(row['id']),
      stream: String(row['stream']),
      time: Number(row['time']),
      ingestedAt: Number(row['ingested']),
      message: String(row['message']),
      isPlatform: Number(row['platform']) === 1,
    };
  }
}

function conditionsOf(query: LogEventQuery): Condition[] {
  const { group, streams, streamPrefix, startTime, endTime, after, before } = query;
  return [
    { sql: 'log_group = ?', values: [group] },
    streams === undefined
      ? []
      : { sql: `stream IN (${streams.map(() => '?').join(', ')})`, values: [...streams] },
    streamPrefix === undefined ? [] : { sql: 'instr(stream, ?) = 1', values: [streamPrefix] },
    startTime === undefined ? [] : { sql: 'time >= ?', values: [startTime] },
    endTime === undefined ? [] : { sql: 'time < ?', values: [endTime] },
    after === undefined ? [] : { sql: '(time, id) > (?, ?)', values: [after.time, after.id] },
    before === undefined ? [] : { sql: '(time, id) < (?, ?)', values: [before.time, before.id] },
  ].flat();
}

function retained(group: string, { now, dayMs }: { now: number; dayMs: number }): Condition {
  const days = 'coalesce((SELECT retention_days FROM log_group WHERE name = ?), 1000000)';
  return { sql: `time >= ? - ? * ${days}`, values: [now, dayMs, group] };
}
