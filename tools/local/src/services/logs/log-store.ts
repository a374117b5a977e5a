import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '../../state/open-database.ts';
import { readEvents, type LogEvent, type LogEventQuery } from './log-events.ts';
import type { LogLine } from '../../log-line.ts';

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
  /** Stores one line, making its group and stream when they are new, and passes it on to `onLine`. */
  append(line: LogLine): void;
  /** Stores lines of one stream as they are, all or none. */
  appendAll(lines: readonly LogLine[]): void;
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
  const insertGroup = database.prepare('INSERT OR IGNORE INTO log_group (name, created) VALUES (?, ?)');
  const selectGroup = database.prepare('SELECT name FROM log_group WHERE name = ?');
  const insertEvent = database.prepare(
    'INSERT INTO log_event (log_group, stream, time, ingested, message, platform) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const upsertStream = database.prepare(`
    INSERT INTO log_stream (log_group, name, created, first_event, last_event, last_ingestion) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET last_event = max(last_event, excluded.last_event),
      first_event = CASE WHEN first_event = 0 THEN excluded.first_event ELSE min(first_event, excluded.first_event) END, last_ingestion = excluded.last_ingestion`);
  const selectStream = database.prepare('SELECT name FROM log_stream WHERE log_group = ? AND name = ?');
  const knownGroups = new Set<string>();
  let swept = retentionNow();

  function append(line: LogLine, end = '\n'): void {
    const { logGroup, logStream, time, isPlatform = false } = line;
    const ingested = now();
    if (!knownGroups.has(logGroup)) insertGroup.run(logGroup, ingested);
    knownGroups.add(logGroup);
    upsertStream.run(logGroup, logStream, ingested, time, time, ingested);
    insertEvent.run(logGroup, logStream, time, ingested, `${line.line}${end}`, Number(isPlatform));
    onLine(line);
    if (retentionNow() - swept > dayMs / SWEEPS) expire();
  }

  function appendAll(lines: readonly LogLine[]): void {
    database.exec('BEGIN');
    for (const line of lines) append(line, '');
    database.exec('COMMIT');
  }

  function deleteGroup(name: string): boolean {
    knownGroups.delete(name);
    for (const table of ['log_event', 'log_stream'])
      database.prepare(`DELETE FROM ${table} WHERE log_group = ?`).run(name);
    return database.prepare('DELETE FROM log_group WHERE name = ?').run(name).changes > 0;
  }

  function deleteStream(group: string, name: string): boolean {
    database.prepare('DELETE FROM log_event WHERE log_group = ? AND stream = ?').run(group, name);
    const found = database.prepare('DELETE FROM log_stream WHERE log_group = ? AND name = ?');
    return found.run(group, name).changes > 0;
  }

  function createStream(group: string, name: string): boolean {
    if (selectStream.get(group, name) !== undefined) return false;
    upsertStream.run(group, name, now(), 0, 0, 0);
    return true;
  }

  function setRetention(name: string, days: number | undefined): boolean {
    const update = database.prepare('UPDATE log_group SET retention_days = ? WHERE name = ?');
    const found = update.run(days ?? null, name).changes > 0;
    expire();
    return found;
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

  expire();
  return {
    append: (line) => append(line),
    appendAll,
    deleteGroup,
    createStream,
    deleteStream,
    hasStream: (group, name) => selectStream.get(group, name) !== undefined,
    createGroup: (name) => insertGroup.run(name, now()).changes > 0,
    setRetention,
    hasGroup: (name) => selectGroup.get(name) !== undefined,
    groups: () => readGroups(database),
    streams: (group) => readStreams(database, group),
    events: (query) => readEvents(database, query, { now: retentionNow(), dayMs }),
    clear: () => database.exec('DELETE FROM log_event; DELETE FROM log_stream;'),
    close: () => database.close(),
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
