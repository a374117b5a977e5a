import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { openDatabase } from '../../state/open-database.ts';
import { readEvents, type LogEvent, type LogEventQuery } from './log-events.ts';
import type { LogLine } from '../../log-line.ts';
import { createLogWriter } from './log-writer.ts';

/** Times in milliseconds since the epoch. */
export type LogGroup = { name: string; createdAt: number; retentionDays?: number; storedBytes: number };
export type LogStream = {
  name: string;
  createdAt: number;
  firstEventAt: number;
  lastEventAt: number;
  lastIngestionAt: number;
};

/** Log groups, streams and events. */
export type LogStore = {
  /** Passes one line on to `onLine` and stores it 10 ms later at most; its group and stream are made when they are new. */
  append(line: LogLine): void;
  /** Stores lines of one stream as they are, all or none. */
  appendAll(lines: readonly LogLine[]): void;
  /** Stores what was appended now. */
  flush(): void;
  /** False when the group exists already. */
  createGroup(name: string): boolean;
  /** With all that is in it. False when there is no such group. */
  deleteGroup(name: string): boolean;
  /** False when the stream exists already. */
  createStream(group: string, name: string): boolean;
  /** With all that is in it. False when there is no such stream. */
  deleteStream(group: string, name: string): boolean;
  hasStream(group: string, name: string): boolean;
  /** Events older than `days` disappear; undefined keeps them for ever. False when there is no such group. */
  setRetention(name: string, days: number | undefined): boolean;
  hasGroup(name: string): boolean;
  /** By name. */
  groups(): LogGroup[];
  /** By name. */
  streams(group: string): LogStream[];
  /** Lazily; what retention has ended is left out. */
  events(query: LogEventQuery): Generator<LogEvent>;
  /** Forgets events and streams; groups stay. */
  clear(): void;
  close(): void;
};

type LogStoreOptions = {
  /** Database file; in memory when not given. */
  file?: string;
  /** Called with every line after it is stored. */
  onLine?(line: LogLine): void;
  /** Milliseconds since the epoch; the real time by default, which is that of events. */
  now?(): number;
  /** How long a day of retention is; 24 hours by default. */
  dayMs?: number;
  /** The time by which retention goes, where the clock was moved on; `now` by default. */
  retentionNow?(): number;
};

const schema = `
CREATE TABLE IF NOT EXISTS log_group (name TEXT PRIMARY KEY, created INTEGER NOT NULL, retention_days INTEGER);
CREATE TABLE IF NOT EXISTS log_stream (
  log_group TEXT NOT NULL, name TEXT NOT NULL, created INTEGER NOT NULL,
  first_event INTEGER NOT NULL, last_event INTEGER NOT NULL, last_ingestion INTEGER NOT NULL,
  PRIMARY KEY (log_group, name)
);
CREATE TABLE IF NOT EXISTS log_event (
  id INTEGER PRIMARY KEY, log_group TEXT NOT NULL, stream TEXT NOT NULL,
  time INTEGER NOT NULL, ingested INTEGER NOT NULL, message TEXT NOT NULL, platform INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS log_event_by_time ON log_event (log_group, time, id);
`;

const DAY_MS = 86_400_000;
/** How often a day what retention has ended is deleted, while there is something to write. */
const SWEEPS = 24;

/** Opens the store; what retention has ended is deleted then, and whenever a group's retention is set. */
export function openLogStore(options: LogStoreOptions = {}): LogStore {
  const { onLine = () => undefined, now = Date.now, dayMs = DAY_MS } = options;
  const { retentionNow = now } = options;
  const database = openDatabase(options.file ?? ':memory:', schema);
  const writer = createLogWriter(database, now);
  const insertGroup = database.prepare('INSERT OR IGNORE INTO log_group (name, created) VALUES (?, ?)');
  const insertStream = database.prepare(
    `INSERT OR IGNORE INTO log_stream (log_group, name, created, first_event, last_event, last_ingestion)
      VALUES (?, ?, ?, 0, 0, 0)`,
  );
  const selectGroup = database.prepare('SELECT name FROM log_group WHERE name = ?');
  const selectStream = database.prepare('SELECT name FROM log_stream WHERE log_group = ? AND name = ?');
  let swept = retentionNow();

  function append(line: LogLine): void {
    writer.add({ line, message: `${line.line}\n` });
    onLine(line);
    if (retentionNow() - swept > dayMs / SWEEPS) expire();
  }

  function appendAll(lines: readonly LogLine[]): void {
    writer.store(lines.map((line) => ({ line, message: line.line })));
    lines.forEach((line) => onLine(line));
  }

  function deleteGroup(name: string): boolean {
    writer.flush();
    for (const table of ['log_event', 'log_stream'])
      database.prepare(`DELETE FROM ${table} WHERE log_group = ?`).run(name);
    return database.prepare('DELETE FROM log_group WHERE name = ?').run(name).changes > 0;
  }

  function deleteStream(group: string, name: string): boolean {
    writer.flush();
    database.prepare('DELETE FROM log_event WHERE log_group = ? AND stream = ?').run(group, name);
    const found = database.prepare('DELETE FROM log_stream WHERE log_group = ? AND name = ?');
    return found.run(group, name).changes > 0;
  }

  function createStream(group: string, name: string): boolean {
    writer.flush();
    return insertStream.run(group, name, now()).changes > 0;
  }

  function setRetention(name: string, days: number | undefined): boolean {
    writer.flush();
    const sql = 'UPDATE log_group SET retention_days = ? WHERE name = ? AND retention_days IS NOT ?';
    if (database.prepare(sql).run(days ?? null, name, days ?? null).changes > 0) expire();
    return is(selectGroup, name);
  }

  function expire(): void {
    swept = retentionNow();
    database
      .prepare(
        `DELETE FROM log_event WHERE time < ? - ${dayMs} *
          (SELECT retention_days FROM log_group WHERE name = log_group)`,
      )
      .run(swept);
  }

  /** What was appended is there for whatever reads. */
  function reading(): DatabaseSync {
    writer.flush();
    return database;
  }

  function is(select: StatementSync, ...names: string[]): boolean {
    writer.flush();
    return select.get(...names) !== undefined;
  }

  function createGroup(name: string): boolean {
    writer.flush();
    return insertGroup.run(name, now()).changes > 0;
  }

  function clear(): void {
    writer.drop();
    database.exec('DELETE FROM log_event; DELETE FROM log_stream;');
  }

  expire();
  return {
    ...{ append, appendAll, deleteGroup, createStream, deleteStream, setRetention, clear },
    hasStream: (group, name) => is(selectStream, group, name),
    createGroup,
    hasGroup: (name) => is(selectGroup, name),
    flush: writer.flush,
    groups: () => readGroups(reading()),
    streams: (group) => readStreams(reading(), group),
    events: (query) => readEvents(reading(), query, { now: retentionNow(), dayMs }),
    close: () => reading().close(),
  };
}

function readGroups(database: DatabaseSync): LogGroup[] {
  const sql = `SELECT name, created, retention_days, (SELECT coalesce(sum(length(message)), 0) FROM log_event
    WHERE log_event.log_group = log_group.name) AS bytes FROM log_group ORDER BY name`;
  return database
    .prepare(sql)
    .all()
    .map((row) => {
      const retention =
        row['retention_days'] === null ? {} : { retentionDays: Number(row['retention_days']) };
      const [createdAt, storedBytes] = [Number(row['created']), Number(row['bytes'])];
      return { name: String(row['name']), createdAt, ...retention, storedBytes };
    });
}

function readStreams(database: DatabaseSync, group: string): LogStream[] {
  const rows = database.prepare('SELECT * FROM log_stream WHERE log_group = ? ORDER BY name').all(group);
  return rows.map((row) => ({
    name: String(row['name']),
    createdAt: Number(row['created']),
    firstEventAt: Number(row['first_event']),
    lastEventAt: Number(row['last_event']),
    lastIngestionAt: Number(row['last_ingestion']),
  }));
}
