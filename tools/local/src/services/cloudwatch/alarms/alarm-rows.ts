import * as z from 'zod';
import { openDatabase } from '../../../state/open-database.ts';
import { type Alarm, keptAlarm } from './alarm.ts';

const historyItem = z.object({
  alarm: z.string(),
  time: z.number(),
  type: z.enum(['ConfigurationUpdate', 'StateUpdate', 'Action']),
  summary: z.string(),
  /** As JSON. */
  data: z.string(),
});
export type HistoryItem = z.infer<typeof historyItem>;

/** A message that a topic has not got yet. */
const outgoing = z.object({
  id: z.number(),
  alarm: z.string(),
  topic: z.string(),
  subject: z.string(),
  message: z.string(),
});
type Outgoing = z.infer<typeof outgoing>;

/** Alarms, their history, and what they have to tell; what has returned survives kill -9. */
export type AlarmRows = {
  all(): Alarm[];
  put(alarm: Alarm): void;
  remove(name: string): void;
  note(item: HistoryItem): void;
  /** The newest first. */
  history(): HistoryItem[];
  send(message: Omit<Outgoing, 'id'>): void;
  outgoing(): Outgoing[];
  sent(id: number): void;
  /** All or nothing. */
  transaction(work: () => void): void;
  /** Forgets the history and what was to be told; alarms stay. */
  clear(): void;
  close(): void;
};

const SCHEMA = `
CREATE TABLE IF NOT EXISTS alarm (name TEXT PRIMARY KEY, alarm TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS history (
  id INTEGER PRIMARY KEY, alarm TEXT NOT NULL, time INTEGER NOT NULL, type TEXT NOT NULL, summary TEXT NOT NULL, data TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS outgoing (
  id INTEGER PRIMARY KEY, alarm TEXT NOT NULL, topic TEXT NOT NULL, subject TEXT NOT NULL, message TEXT NOT NULL
);`;

/** CloudWatch keeps the history of 30 days; the stack keeps the last changes of all alarms together. */
const MOST_HISTORY = 10_000;

const kept = z.object({
  alarm: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(keptAlarm),
});

export function openAlarmRows(file: string): AlarmRows {
  const database = openDatabase(file, SCHEMA);
  const all = database.prepare('SELECT alarm FROM alarm ORDER BY name');
  const put = database.prepare('INSERT OR REPLACE INTO alarm (name, alarm) VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM alarm WHERE name = ?');
  const note = database.prepare(
    'INSERT INTO history (alarm, time, type, summary, data) VALUES (?, ?, ?, ?, ?)',
  );
  const trim = database.prepare('DELETE FROM history WHERE id <= ?');
  const history = database.prepare('SELECT * FROM history ORDER BY time DESC, id DESC');
  const send = database.prepare('INSERT INTO outgoing (alarm, topic, subject, message) VALUES (?, ?, ?, ?)');
  const waiting = database.prepare('SELECT * FROM outgoing ORDER BY id');
  const sent = database.prepare('DELETE FROM outgoing WHERE id = ?');
  return {
    // Read once, at the start: compiled, the schema costs more than it spares.
    all: () => all.all().map((row) => kept.parse(row, { jitless: true }).alarm),
    put: (alarm) => void put.run(alarm.name, JSON.stringify(alarm)),
    remove: (name) => void remove.run(name),
    note: ({ alarm, time, type, summary, data }) => {
      const { lastInsertRowid } = note.run(alarm, time, type, summary, data);
      trim.run(Number(lastInsertRowid) - MOST_HISTORY);
    },
    history: () => history.all().map((row) => historyItem.parse(row)),
    send: ({ alarm, topic, subject, message }) => void send.run(alarm, topic, subject, message),
    outgoing: () => waiting.all().map((row) => outgoing.parse(row)),
    sent: (id) => void sent.run(id),
    transaction: (work) => {
      database.exec('BEGIN');
      try {
        work();
        database.exec('COMMIT');
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
    clear: () => database.exec('DELETE FROM history; DELETE FROM outgoing;'),
    close: () => database.close(),
  };
}
