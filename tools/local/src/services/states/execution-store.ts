import type { Past, StatesEvent } from '@hanok/engines/states';
import * as z from 'zod';
import { openDatabase } from '../../state/open-database.ts';
import type { StateMachine } from './state-machine.ts';

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
const rows = z.array(row);

/** An execution as it stands; times in milliseconds since the epoch. */
export type Execution = z.infer<typeof row>;
export type Ending = Pick<Execution, 'status'> & Partial<Pick<Execution, 'output' | 'error' | 'cause'>>;

/** Executions and their histories, kept on disk until the state is reset. */
type ExecutionStore = {
  /** False when the ARN is taken. The machine is kept with it: an execution goes on as it began. */
  add(
    execution: Pick<Execution, 'arn' | 'machine' | 'name' | 'input' | 'started'>,
    machine: StateMachine,
    trace?: string,
  ): boolean;
  get(arn: string): Execution | undefined;
  /** Newest first. */
  ofMachine(machine: string): Execution[];
  /** False when it has ended already: an ending stands. */
  end(arn: string, ending: Ending, stopped: number): boolean;
  append(arn: string, event: StatesEvent, key: string): void;
  note(arn: string, key: string, value: unknown): void;
  history(arn: string): StatesEvent[];
  /** What has not ended, with all that a run needs to go on. */
  interrupted(): { execution: Execution; machine: StateMachine; trace: string | undefined; past: Past }[];
  /** Forgets every execution. */
  clear(): void;
  close(): void;
};

export function openExecutionStore(file: string): ExecutionStore {
  const database = openDatabase(file, SCHEMA);
  const insert = database.prepare(
    `INSERT OR IGNORE INTO execution (arn, machine, name, input, status, started) VALUES (?, ?, ?, ?, 'RUNNING', ?)`,
  );
  const finish = database.prepare(
    `UPDATE execution SET status = ?, output = ?, error = ?, cause = ?, stopped = ? WHERE arn = ? AND status = 'RUNNING'`,
  );
  const push = database.prepare('INSERT INTO event (arn, number, key, entry) VALUES (?, ?, ?, ?)');
  const keep = database.prepare('INSERT OR REPLACE INTO note (arn, key, value) VALUES (?, ?, ?)');
  const forget = database.prepare('DELETE FROM note WHERE arn = ?');
  const events = database.prepare('SELECT key, entry FROM event WHERE arn = ? ORDER BY number');
  const notes = database.prepare('SELECT key, value FROM note WHERE arn = ?');
  const all = database.prepare('SELECT * FROM execution WHERE machine = ? ORDER BY started DESC, rowid DESC');

  const pastOf = (arn: string) => {
    const noted = notes.all(arn).map(({ key, value }) => [String(key), JSON.parse(String(value))] as const);
    const told = events.all(arn).map(({ key, entry }) => [String(key), eventOf(entry)] as const);
    return { events: new Map(told), notes: new Map<string, unknown>(noted) };
  };
  return {
    add: ({ arn, machine, name, input, started }, definition, trace) => {
      if (insert.run(arn, machine, name, input, started).changes === 0) return false;
      keep.run(arn, MACHINE, JSON.stringify(definition));
      if (trace !== undefined) keep.run(arn, TRACE, JSON.stringify(trace));
      return true;
    },
    get: (arn) => row.optional().parse(database.prepare('SELECT * FROM execution WHERE arn = ?').get(arn)),
    ofMachine: (machine) => rows.parse(all.all(machine)),
    end: (arn, { status: to, output = null, error = null, cause = null }, stopped) => {
      const ended = finish.run(to, output, error, cause, stopped, arn).changes > 0;
      if (ended) forget.run(arn);
      return ended;
    },
    append: (arn, event, key) => void push.run(arn, event.id, key, JSON.stringify(event)),
    note: (arn, key, value) => void keep.run(arn, key, JSON.stringify(value ?? null)),
    history: (arn) => events.all(arn).map(({ entry }) => eventOf(entry)),
    interrupted: () =>
      rows
        .parse(database.prepare(`SELECT * FROM execution WHERE status = 'RUNNING' ORDER BY rowid`).all())
        .map((execution) => {
          const past = pastOf(execution.arn);
          // Only `add` writes it.
          const [machine, trace] = [MACHINE, TRACE].map((key) => past.notes.get(key)) as [
            StateMachine,
            string?,
          ];
          return { execution, machine, trace, past };
        }),
    clear: () => database.exec('DELETE FROM execution; DELETE FROM event; DELETE FROM note;'),
    close: () => database.close(),
  };
}

/** The notes that hold an execution's machine and its trace; the keys of a run hold no `@`. */
const [MACHINE, TRACE] = ['@machine', '@trace'];

/** Only `append` writes entries. */
function eventOf(entry: unknown): StatesEvent {
  return JSON.parse(String(entry)) as StatesEvent;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS execution (
  arn TEXT PRIMARY KEY, machine TEXT NOT NULL, name TEXT NOT NULL, input TEXT NOT NULL, status TEXT NOT NULL,
  started REAL NOT NULL, stopped REAL, output TEXT, error TEXT, cause TEXT
);
CREATE TABLE IF NOT EXISTS event (
  arn TEXT NOT NULL, number INTEGER NOT NULL, key TEXT NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (arn, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS note (
  arn TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (arn, key)
) WITHOUT ROWID;
`;
