import * as z from 'zod';
import { openDatabase } from '../../../state/open-database.ts';

/** How far an event has come. Times in milliseconds of the stack's clock. */
const asyncProgress = z.object({
  acceptedAt: z.number(),
  /** How often the function ran or should have run with it. */
  invokeCount: z.number(),
  /** How often the function answered with an error. */
  errors: z.number(),
  /** How often it could not be run. */
  refusals: z.number(),
  /** When the next try is due, and how long the wait for it is. */
  dueAt: z.number(),
  delayMs: z.number(),
  /** What the last run answered. */
  answer: z.object({ payload: z.string(), failed: z.boolean() }).optional(),
  /** Why the last try failed, in words. */
  reason: z.string().optional(),
  /** Set when there are no further tries. */
  condition: z.enum(['RetriesExhausted', 'EventAgeExceeded']).optional(),
  /** The header of X-Ray that came with the event. */
  trace: z.string().optional(),
});

export type AsyncProgress = z.infer<typeof asyncProgress>;

/** An event on its way to a function. */
export type AsyncEvent = {
  functionName: string;
  payload: string;
  requestId: string;
  trace?: string | undefined;
};
export type StoredEvent = { event: AsyncEvent; progress: AsyncProgress };

/** Events that were accepted and are not done with. What has returned survives kill -9. */
export type AsyncEventFile = {
  /** False when an event of this request id is there already. */
  add(stored: StoredEvent): boolean;
  save(requestId: string, progress: AsyncProgress): void;
  remove(requestId: string): void;
  /** In the order in which they were added. */
  all(): StoredEvent[];
  close(): void;
};

const SCHEMA = `
CREATE TABLE IF NOT EXISTS async_event (
  id INTEGER PRIMARY KEY, request_id TEXT NOT NULL UNIQUE, function_name TEXT NOT NULL,
  payload TEXT NOT NULL, progress TEXT NOT NULL
);`;

/** Opens a file, or a database in memory for `:memory:`. */
export function openAsyncEvents(path: string): AsyncEventFile {
  const database = openDatabase(path, SCHEMA);
  const insert = database.prepare(
    'INSERT OR IGNORE INTO async_event (request_id, function_name, payload, progress) VALUES (?, ?, ?, ?)',
  );
  const update = database.prepare('UPDATE async_event SET progress = ? WHERE request_id = ?');
  const remove = database.prepare('DELETE FROM async_event WHERE request_id = ?');
  const all = database.prepare('SELECT * FROM async_event ORDER BY id');
  return {
    add: ({ event: { requestId, functionName, payload }, progress }) =>
      insert.run(requestId, functionName, payload, JSON.stringify(progress)).changes > 0,
    save: (requestId, progress) => void update.run(JSON.stringify(progress), requestId),
    remove: (requestId) => void remove.run(requestId),
    all: () => all.all().map(readEvent),
    close: () => database.close(),
  };
}

const row = z.object({
  request_id: z.string(),
  function_name: z.string(),
  payload: z.string(),
  progress: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(asyncProgress),
});

function readEvent(columns: unknown): StoredEvent {
  const { request_id: requestId, function_name: functionName, payload, progress } = row.parse(columns);
  return { event: { requestId, functionName, payload, trace: progress.trace }, progress };
}
