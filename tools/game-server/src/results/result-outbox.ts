import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { GameResult } from '@hanok/scoring';

const SCHEMA = `
PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS result (
  id TEXT PRIMARY KEY, session TEXT NOT NULL, body TEXT NOT NULL, acknowledged_at REAL
);
CREATE INDEX IF NOT EXISTS result_session ON result (session);
CREATE INDEX IF NOT EXISTS result_waiting ON result (acknowledged_at);`;
/** As long as the receipts that tell a result that comes again. */
const KEPT_MS = 14 * 86_400_000;

/** One result on its way to the queue; `id` is its `ResultId`. */
export type WaitingResult = { id: string; session: string; body: string };
export type ResultOutbox = ReturnType<typeof openResultOutbox>;

/** Results until the queue has them, and 14 days more. With a file, what has returned survives kill -9. */
export function openResultOutbox(file: string | undefined, now: () => Date) {
  if (file !== undefined) closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file ?? ':memory:', { timeout: 5_000 });
  database.exec(SCHEMA);
  const forget = database.prepare('DELETE FROM result WHERE acknowledged_at < ?');
  forget.run(now().getTime() - KEPT_MS);
  const insert = database.prepare('INSERT INTO result (id, session, body) VALUES (?, ?, ?)');
  const find = database.prepare('SELECT id FROM result WHERE session = ? LIMIT 1');
  const waiting = database.prepare(
    'SELECT id, session, body FROM result WHERE acknowledged_at IS NULL ORDER BY rowid',
  );
  const acknowledge = database.prepare('UPDATE result SET acknowledged_at = ? WHERE id = ?');

  return {
    /** Keeps the results of a session, all or none. */
    add: (session: string, results: readonly (GameResult & { ResultId?: string | undefined })[]): void => {
      database.exec('BEGIN');
      try {
        for (const result of results) insert.run(result.ResultId ?? '', session, bodyOf(result));
        database.exec('COMMIT');
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
    /** Whether the results of a session are known. */
    has: (session: string): boolean => find.get(session) !== undefined,
    /** What the queue does not have yet, by session, oldest first. */
    waiting: (): Map<string, WaitingResult[]> =>
      Map.groupBy(
        waiting.all().map(({ id, session, body }) => ({
          id: String(id),
          session: String(session),
          body: String(body),
        })),
        ({ session }) => session,
      ),
    acknowledge: (id: string): void => void acknowledge.run(now().getTime(), id),
    close: () => database.close(),
  };
}

/** JSON without the two characters that no message of a queue may hold. */
function bodyOf(result: GameResult): string {
  return JSON.stringify(result).replace(/[\uFFFE\uFFFF]/g, (each) => `\\u${each.charCodeAt(0).toString(16)}`);
}
