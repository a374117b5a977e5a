import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { openDatabase } from '../../state/open-database.ts';

const dashboard = z.object({
  name: z.string(),
  /** As JSON. */
  body: z.string(),
  /** Milliseconds on the stack's clock. */
  changed: z.number(),
});
export type Dashboard = z.infer<typeof dashboard>;

export type DashboardRows = {
  put(dashboard: Dashboard): void;
  find(name: string): Dashboard | undefined;
  /** By name. */
  all(): Dashboard[];
  remove(name: string): void;
  close(): void;
};

const SCHEMA =
  'CREATE TABLE IF NOT EXISTS dashboard (name TEXT PRIMARY KEY, body TEXT NOT NULL, changed INTEGER NOT NULL)';

export function openDashboardRows(file: string): DashboardRows {
  const database: DatabaseSync = openDatabase(file, SCHEMA);
  const put = database.prepare('INSERT OR REPLACE INTO dashboard (name, body, changed) VALUES (?, ?, ?)');
  const find = database.prepare('SELECT * FROM dashboard WHERE name = ?');
  const all = database.prepare('SELECT * FROM dashboard ORDER BY name');
  const remove = database.prepare('DELETE FROM dashboard WHERE name = ?');
  return {
    put: ({ name, body, changed }) => void put.run(name, body, changed),
    find: (name) => dashboard.optional().parse(find.get(name)),
    all: () => all.all().map((row) => dashboard.parse(row)),
    remove: (name) => void remove.run(name),
    close: () => database.close(),
  };
}
