import type { DatabaseSync } from 'node:sqlite';
import type { LogLine } from '../../log-line.ts';

/** Gathers lines and stores many at once: one line at a time would cost most of a short invocation. */
type LogWriter = {
  /** Takes a line, which is stored 10 ms later at most; none once the database is closed, as its stack has ended. */
  add(line: StoredLine): void;
  /** Stores lines now, all or none. */
  store(lines: readonly StoredLine[]): void;
  /** Stores what was taken. What reads calls this first. */
  flush(): void;
  /** Forgets what is not stored yet. */
  drop(): void;
};

/** A line and what is stored as its message. */
type StoredLine = { line: LogLine; message: string };

/** A stack that is killed may lose lines this young. A function that is killed loses none: they are here already. */
const GATHER_MS = 10;
const MOST_PENDING = 1_000;

type Pending = StoredLine & { ingested: number };
type Span = { group: string; stream: string; first: number; last: number; ingested: number };

export function createLogWriter(database: DatabaseSync, now: () => number): LogWriter {
  const insertGroup = database.prepare('INSERT OR IGNORE INTO log_group (name, created) VALUES (?, ?)');
  const insertEvent = database.prepare(
    'INSERT INTO log_event (log_group, stream, time, ingested, message, platform) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const upsertStream = database.prepare(`
    INSERT INTO log_stream (log_group, name, created, first_event, last_event, last_ingestion) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET last_event = max(last_event, excluded.last_event),
      first_event = CASE WHEN first_event = 0 THEN excluded.first_event ELSE min(first_event, excluded.first_event) END, last_ingestion = excluded.last_ingestion`);
  let pending: Pending[] = [];
  let timer: NodeJS.Timeout | undefined;

  function add({ line, message }: StoredLine): void {
    if (!database.isOpen) return;
    pending.push({ line, message, ingested: now() });
    if (pending.length >= MOST_PENDING) flush();
    else timer ??= setTimeout(flush, GATHER_MS);
  }

  function flush(): void {
    const taken = pending;
    drop();
    if (taken.length > 0) insert(taken);
  }

  function insert(lines: readonly Pending[]): void {
    database.exec('BEGIN');
    try {
      for (const { group, stream, first, last, ingested } of spansOf(lines)) {
        insertGroup.run(group, ingested);
        upsertStream.run(group, stream, ingested, first, last, ingested);
      }
      for (const { line, message, ingested } of lines) {
        const { logGroup, logStream, time, isPlatform = false } = line;
        insertEvent.run(logGroup, logStream, time, ingested, message, Number(isPlatform));
      }
      database.exec('COMMIT');
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  }

  function store(lines: readonly StoredLine[]): void {
    flush();
    const ingested = now();
    insert(lines.map((line) => ({ ...line, ingested })));
  }

  function drop(): void {
    clearTimeout(timer);
    timer = undefined;
    pending = [];
  }

  return { add, store, flush, drop };
}

/** Of each stream the times of its lines. */
function spansOf(lines: readonly Pending[]): Iterable<Span> {
  const spans = new Map<string, Span>();
  for (const { line, ingested } of lines) {
    const { logGroup: group, logStream: stream, time } = line;
    const place = `${group}\n${stream}`;
    const span = spans.get(place) ?? { group, stream, ingested, first: time, last: time };
    span.ingested = ingested;
    span.first = Math.min(span.first, time);
    span.last = Math.max(span.last, time);
    spans.set(place, span);
  }
  return spans.values();
}
