import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { MetricId } from './metric.ts';

/** Which metrics there are: so many that have had a value last, and no more. */
type MetricNames = {
  /** The metric's number in the database; a new metric may take the place of the one that is idle the longest. */
  touch(metric: MetricId, key: string, time: number): number;
  find(key: string): number | undefined;
  all(): readonly (MetricId & { lastAt: number })[];
  /** Forgets those without a value since then. */
  expire(before: number): void;
};

const MOST_METRICS = 20_000;
/** Names and dimensions of metrics may be long: 20,000 of the longest would not fit into memory. */
const MOST_CHARACTERS = 20_000_000;

type Known = { id: number; metric: MetricId; lastAt: number };

const row = z.object({
  ...{ id: z.number(), key: z.string(), last_time: z.number() },
  metric: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(
      z.object({
        namespace: z.string(),
        name: z.string(),
        dimensions: z.record(z.string(), z.string()),
      }),
    ),
});

/** Reads the names of a database; changes are part of the caller's transaction. */
export function openMetricNames(database: DatabaseSync): MetricNames {
  const insert = database.prepare('INSERT INTO metric (key, metric, last_time) VALUES (?, ?, ?)');
  const update = database.prepare('UPDATE metric SET last_time = ? WHERE id = ?');
  const remove = database.prepare('DELETE FROM metric WHERE id = ?');
  const removeValues = database.prepare('DELETE FROM datapoint WHERE metric = ?');
  /** Those that had a value last are the last. */
  const known = new Map<string, Known>();
  let characters = 0;
  for (const each of database.prepare('SELECT * FROM metric ORDER BY last_time').iterate()) {
    const { id, key, metric, last_time: lastAt } = row.parse(each);
    keep(key, { id, metric, lastAt });
  }

  function keep(key: string, one: Known): void {
    if (known.delete(key)) characters -= key.length;
    known.set(key, one);
    characters += key.length;
  }

  function forget(key: string, { id }: Known): void {
    known.delete(key);
    characters -= key.length;
    remove.run(id);
    removeValues.run(id);
  }

  function makePlace(): void {
    for (const [key, one] of known) {
      if (known.size <= MOST_METRICS && characters <= MOST_CHARACTERS) return;
      forget(key, one);
    }
  }

  return {
    touch: (metric, key, time) => {
      const before = known.get(key);
      const lastAt = Math.max(before?.lastAt ?? 0, time);
      const id = before?.id ?? Number(insert.run(key, JSON.stringify(metric), time).lastInsertRowid);
      if (before !== undefined && lastAt > before.lastAt) update.run(lastAt, id);
      keep(key, { id, metric, lastAt });
      makePlace();
      return id;
    },
    find: (key) => known.get(key)?.id,
    all: () => [...known.values()].map(({ metric, lastAt }) => ({ ...metric, lastAt })),
    expire: (before) => {
      for (const [key, one] of known) if (one.lastAt < before) forget(key, one);
    },
  };
}
