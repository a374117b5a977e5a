import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '../../../state/open-database.ts';

/** Keys are TEXT: SQLite compares it by bytes of UTF-8, which is the order in which S3 lists. */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS buckets (name TEXT PRIMARY KEY, created INTEGER NOT NULL, settings TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS objects (
  bucket TEXT NOT NULL, key TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (bucket, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS uploads (
  id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, record TEXT NOT NULL,
  initiated INTEGER NOT NULL, completed TEXT
);
CREATE INDEX IF NOT EXISTS uploads_by_key ON uploads (bucket, key, id);
CREATE TABLE IF NOT EXISTS parts (
  upload TEXT NOT NULL, number INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (upload, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outbox (
  request_id TEXT PRIMARY KEY, function_name TEXT NOT NULL, payload TEXT NOT NULL, position INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS sequence (id INTEGER PRIMARY KEY CHECK (id = 1), last INTEGER NOT NULL);`;

export type ObjectDatabase = {
  prepare: DatabaseSync['prepare'];
  /** Runs all of the work or none of it; what has returned survives kill -9. May be nested: the outermost counts. */
  transaction<Result>(work: () => Result): Result;
  close(): void;
};

/** Buckets, objects, uploads and events that are not handed on yet. */
export function openObjectDatabase(path: string): ObjectDatabase {
  const db = openDatabase(path, SCHEMA);
  return {
    prepare: (sql) => db.prepare(sql),
    transaction: (work) => (db.isTransaction ? work() : inTransaction(db, work)),
    close: () => db.close(),
  };
}

function inTransaction<Result>(db: DatabaseSync, work: () => Result): Result {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
