import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { openDatabase } from '../../state/open-database.ts';
import type { HistoryEntry } from './history-event.ts';

const status = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']);
const row = z.object({
  arn: z.string(),
  machine: z.string(),
  name: z.string(),
  input: z.string(),
  status,
  started: z.number(),
  stopped: z.number().nullable(),
  output: z.string().nullable(),
  error: z.string().nullable(),
  cause: z.string().nullable(),
});

/** An execution as it stands; times in milliseconds since the epoch. */
export type Execution = z.infer<typeof row>;
export type Ending = Pick<Execution, 'status'> & Partial<Pick<Execution, 'output' | 'error' | 'cause'>>;

/** Executions and their histories, kept on disk. */
type ExecutionStore = {
  /** False when the ARN is taken. */
  add(execution: Pick<Execution, 'arn' | 'machine' | 'name' | 'input' | 'started'>): boolean;
  get(arn: string): Execution | undefined;
  /** Newest first. */
  ofMachine(machine: string): Execution[];
  /** False when it has ended already: an ending stands. */
  end(arn: string, ending: Ending, stopped: number): boolean;
  append(arn: string, entry: HistoryEntry): void;
  history(arn: string): HistoryEntry[];
  close(): void;
};

/** How an execution ends that was running when its stack went. */
const interrupted = {
  status: 'FAILED' as const,
  error: 'States.Runtime',
  cause: 'The local stack ended while the execution ran',
};

/** Opens the store; whatever was running when an earlier stack ended has failed. */
export function openExecutionStore(file: string, now: () => number): ExecutionStore {
  const database = openDatabase(file, schema);
  const insert = database.prepare(
    `INSERT OR IGNORE INTO execution (arn, machine, name, input, status, started) VALUES (?, ?, ?, ?, 'RUNNING', ?)`,
  );
  const finish = database.prepare(
    `UPDATE execution SET status = ?, output = ?, error = ?, cause = ?, stopped = ? WHERE arn = ? AND status = 'RUNNING'`,
  );
  const push = database.prepare('INSERT INTO history (arn, entry) VALUES (?, ?)');
  const store: ExecutionStore = {
    add: ({ arn, machine, name, input, started }) =>
      insert.run(arn, machine, name, input, started).changes > 0,
    get: (arn) => row.optional().parse(database.prepare('SELECT * FROM execution WHERE arn = ?').get(arn)),
    ofMachine: (machine) =>
      z
        .array(row)
        .parse(
          database
            .prepare('SELECT * FROM execution WHERE machine = ? ORDER BY started DESC, rowid DESC')
            .all(machine),
        ),
    end: (arn, { status: to, output = null, error = null, cause = null }, stopped) =>
      finish.run(to, output, error, cause, stopped, arn).changes > 0,
    append: (arn, entry) => void push.run(arn, JSON.stringify(entry)),
    history: (arn) =>
      database
        .prepare('SELECT entry FROM history WHERE arn = ? ORDER BY id')
        .all(arn)
        // Only `append` writes entries.
        .map(({ entry }) => JSON.parse(String(entry)) as HistoryEntry),
    close: () => database.close(),
  };
  failInterrupted(database, store, now());
  return store;
}

function failInterrupted(database: DatabaseSync, store: ExecutionStore, timestamp: number): void {
  for (const { arn } of database.prepare(`SELECT arn FROM execution WHERE status = 'RUNNING'`).all()) {
    const { error, cause } = interrupted;
    store.append(String(arn), {
      timestamp,
      type: 'ExecutionFailed',
      executionFailedEventDetails: { error, cause },
    });
    store.end(String(arn), interrupted, timestamp);
  }
}

const schema = `
CREATE TABLE IF NOT EXISTS execution (
  arn TEXT PRIMARY KEY, machine TEXT NOT NULL, name TEXT NOT NULL, input TEXT NOT NULL, status TEXT NOT NULL,
  started REAL NOT NULL, stopped REAL, output TEXT, error TEXT, cause TEXT
);
CREATE TABLE IF NOT EXISTS history (id INTEGER PRIMARY KEY, arn TEXT NOT NULL, entry TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS history_by_execution ON history (arn, id);
`;
