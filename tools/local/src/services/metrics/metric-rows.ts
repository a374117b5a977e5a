import type { DatabaseSync, StatementSync } from 'node:sqlite';
import * as z from 'zod';
import type { Summary } from './metric.ts';
import { merged } from './summary.ts';

/** Part of a metric's time, in milliseconds: `from` is in it, `to` is not. */
export type MetricRange = {
  from: number;
  to: number;
  periodMs: number;
  unit?: string | undefined;
  /** Whether the summaries tell how often each value was seen, which takes longer. */
  counts?: boolean;
};

export const METRIC_SCHEMA = `
CREATE TABLE IF NOT EXISTS metric (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, metric TEXT NOT NULL, last_time INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS datapoint (
  metric INTEGER NOT NULL, time INTEGER NOT NULL, unit TEXT NOT NULL,
  count REAL NOT NULL, sum REAL NOT NULL, min REAL NOT NULL, max REAL NOT NULL, counts TEXT NOT NULL,
  PRIMARY KEY (metric, time, unit)
) WITHOUT ROWID;`;

export function metricStatements(database: DatabaseSync) {
  return {
    find: database.prepare('SELECT * FROM datapoint WHERE metric = ? AND time = ? AND unit = ?'),
    put: database.prepare(`INSERT INTO datapoint (metric, time, unit, count, sum, min, max, counts)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = excluded.count, sum = excluded.sum,
      min = excluded.min, max = excluded.max, counts = excluded.counts`),
    read: database.prepare(
      'SELECT * FROM datapoint WHERE metric = ? AND time >= ? AND time < ? ORDER BY time',
    ),
    sums: database.prepare(`SELECT CAST((time - ?) / ? AS INTEGER) AS period, sum(count) AS count, sum(sum) AS sum, min(min) AS min,
      max(max) AS max FROM datapoint WHERE metric = ? AND time >= ? AND time < ? AND unit = coalesce(?, unit)
      GROUP BY period ORDER BY period`),
    units: database.prepare(
      'SELECT DISTINCT unit FROM datapoint WHERE metric = ? AND time >= ? AND time < ? ORDER BY unit',
    ),
    expire: database.prepare('DELETE FROM datapoint WHERE time < ?'),
    trim: database.prepare(`DELETE FROM datapoint WHERE time <
      (SELECT time FROM datapoint ORDER BY time DESC LIMIT 1 OFFSET ?)`),
  };
}

const sums = z.object({
  ...{ period: z.number(), count: z.number(), sum: z.number(), min: z.number(), max: z.number() },
});

export function readSums(read: StatementSync, id: number, range: MetricRange): Map<number, Summary> {
  const { from, to, periodMs, unit = null } = range;
  const rows = read.all(from, periodMs, id, from, to, unit);
  return new Map(
    rows.map((columns) => {
      const { period, ...summary } = sums.parse(columns);
      return [from + period * periodMs, { ...summary, counts: new Map() }];
    }),
  );
}

export function readValues(read: StatementSync, id: number, range: MetricRange): Map<number, Summary> {
  const { from, to, periodMs, unit } = range;
  const periods = new Map<number, Summary>();
  for (const row of read.iterate(id, from, to)) {
    if (unit !== undefined && row['unit'] !== unit) continue;
    const begin = from + Math.floor((Number(row['time']) - from) / periodMs) * periodMs;
    const before = periods.get(begin);
    const summary = readRow(row);
    periods.set(begin, before === undefined ? summary : merged(before, summary));
  }
  return periods;
}

const row = z.object({
  ...{ count: z.number(), sum: z.number(), min: z.number(), max: z.number() },
  counts: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.array(z.tuple([z.number(), z.number()])))
    .transform((counts) => new Map(counts)),
});

export function readRow(columns: unknown): Summary {
  return row.parse(columns);
}
