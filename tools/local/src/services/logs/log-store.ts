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
  /** False when the group exists already. */
  createGroup(name: string): boolean;
  /** Events older than `days` disappear; undefined keeps them for ever. False when there is no such group. */
  setRetention(name: string, days: number | undefined): boolean;
  hasGroup(name: string): boolean;
  /** By name. */
  groups(): LogGroup[];
  /** By name. */
  streams(group: string): LogStream[];
  /** Lazily; what retention has ended is left out. */
  events(query: LogEventQuery): Iterable<LogEvent>;
  /** Forgets events and streams; groups stay. */
  clear(): void;
  close(): void;
};

type LogStoreOptions = {
  /** Database file; in memory when not given. */
  file?: string;
  /** Called with every line after it is stored. */
  onLine?(line: LogLine): void;
  /** Milliseconds since the epoch; the real time by default. */
  now?(): number;
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

/** Opens the store; what retention has ended is deleted then, and whenever a group's retention is set. */
export function openLogStore(options: LogStoreOptions = {}): LogStore {
  const { onLine = () => undefined, now = Date.now } = options;
  const database = openDatabase(options.file ?? ':memory:', schema);
  const insertGroup = database.prepare('INSERT OR IGNORE INTO log_group (name, created) VALUES (?, ?)');
  const selectGroup = database.prepare('SELECT name FROM log_group WHERE name = ?');
  const insertEvent = database.prepare(
    'INSERT INTO log_event (log_group, stream, time, ingested, message, platform) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const upsertStream = database.prepare(`
    INSERT INTO log_stream (log_group, name, created, first_event, last_event, last_ingestion) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET last_event = max(last_event, excluded.last_event),
      first_event = min(first_event, excluded.first_event), last_ingestion = excluded.last_ingestion`);
  const knownGroups = new Set<string>();

  function append(line: LogLine): void {
    const { logGroup, logStream, time, isPlatform = false } = line;
    const ingested = now();
    if (!knownGroups.has(logGroup)) insertGroup.run(logGroup, ingested);
    knownGroups.add(logGroup);
    upsertStream.run(logGroup, logStream, ingested, time, time, ingested);
    insertEvent.run(logGroup, logStream, time, ingested, `${line.line}\n`, Number(isPlatform));
    onLine(line);
  }

  function setRetention(name: string, days: number | undefined): boolean {
    const update = database.prepare('UPDATE log_group SET retention_days = ? WHERE name = ?');
    const found = update.run(days ?? null, name).changes > 0;
    expire();
    return found;
  }

  function expire(): void {
    database
      .prepare(
        `DELETE FROM log_event WHERE time < ? - ${DAY_MS} *
          (SELECT retention_days FROM log_group WHERE name = log_group)`,
      )
      .run(now());
  }

  expire();
  return {
    append,
    createGroup: (name) => insertGroup.run(name, now()).changes > 0,
    setRetention,
    hasGroup: (name) => selectGroup.get(name) !== undefined,
    groups: () => readGroups(database),
    streams: (group) => readStreams(database, group),
    events: (query) => readEvents(database, query, now()),
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
