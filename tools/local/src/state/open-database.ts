import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { OtherVersionError, StateFileError } from './errors.ts';

const IN_MEMORY = ':memory:';
/** A larger file is not read whole before its first use: that would hold up the start. */
const MAX_CHECKED_BYTES = 16_777_216;

// A write-ahead log without a sync per commit: safe against a killed process, not against a power cut.
const MODES = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;';

/**
 * Opens a database of the state, for this user alone, and makes the tables and indexes of `schema` in a new one; in
 * memory for `:memory:`. Throws `StateFileError` for a damaged file, one of another version, and one that cannot be
 * read or written.
 */
export function openDatabase(
  path: string,
  schema: string,
  options: {
    /** No other connection may open it meanwhile. */
    isExclusive?: boolean;
  } = {},
): DatabaseSync {
  const modes = `${options.isExclusive ? 'PRAGMA locking_mode = EXCLUSIVE;' : ''} ${MODES}`;
  if (path === IN_MEMORY) return made(path, modes + schema);
  try {
    closeSync(openSync(path, 'a', 0o600));
    const database = made(path, modes + schema);
    try {
      checkPages(database, path);
      checkShape(database, schema);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    throw new StateFileError(path, error);
  }
}

function made(path: string, sql: string): DatabaseSync {
  const database = new DatabaseSync(path);
  try {
    database.exec(sql);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** For a database that an engine opens itself. Throws `StateFileError` where it is damaged. */
export function checkDatabaseFile(path: string): void {
  if (!existsSync(path)) return;
  try {
    const database = new DatabaseSync(path);
    try {
      checkPages(database, path);
    } finally {
      database.close();
    }
  } catch (error) {
    throw new StateFileError(path, error);
  }
}

function checkPages(database: DatabaseSync, path: string): void {
  if (statSync(path).size > MAX_CHECKED_BYTES) return;
  const found = database.prepare('PRAGMA quick_check(1)').get();
  if (found?.['quick_check'] !== 'ok') throw new Error(`it is damaged: ${String(found?.['quick_check'])}`);
}

function checkShape(database: DatabaseSync, schema: string): void {
  const expected = new DatabaseSync(IN_MEMORY);
  expected.exec(schema);
  const isSame = shapeOf(database) === shapeOf(expected);
  expected.close();
  if (!isSame) throw new OtherVersionError();
}

/** Every table and index, as it was written. */
function shapeOf(database: DatabaseSync): string {
  const rows = database
    .prepare("SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
    .all();
  return JSON.stringify(rows);
}
