import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isDiskFull, StateFileError } from './errors.ts';
import { checkDatabaseFile, openDatabase } from './open-database.ts';
import { openStateFolder } from './state-folder.ts';

const SCHEMA = 'CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, text TEXT NOT NULL);';
let dir: string;
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'hanok-state-'))));
afterEach(() => rmSync(dir, { recursive: true }));

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
const errorOf = (call: () => unknown): Error => {
  try {
    call();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('The call threw no error');
};

/** A database with some pages. */
function fill(path: string): void {
  const database = openDatabase(path, SCHEMA);
  const insert = database.prepare('INSERT INTO note (text) VALUES (?)');
  for (let i = 0; i < 200; i += 1) insert.run('note '.repeat(20));
  database.close();
}

describe('a database of the state', () => {
  it('is for its user alone, keeps what it holds, and may be opened again', () => {
    const path = join(dir, 'notes.db');
    fill(path);
    const database = openDatabase(path, SCHEMA);
    expect(database.prepare('SELECT count(*) AS count FROM note').get()).toEqual({ count: 200 });
    for (const name of ['notes.db', 'notes.db-wal']) expect(modeOf(join(dir, name))).toBe('600');
    database.close();
  });

  it.each<[string, (path: string) => void]>([
    ['no database', (path) => writeFileSync(path, 'hello '.repeat(1_000))],
    ['cut off', (path) => truncateSync(path, 9_000)],
    ['overwritten in the middle', (path) => writeFileSync(path, scribbled(readFileSync(path)))],
    ['a folder', (path) => (rmSync(path), mkdirSync(path))],
  ])('that is %s is named, with the reason and the remedy, in one line', (_, damage) => {
    const path = join(dir, 'notes.db');
    fill(path);
    damage(path);
    for (const open of [() => openDatabase(path, SCHEMA), () => checkDatabaseFile(path)]) {
      const error = errorOf(open);
      expect(error).toBeInstanceOf(StateFileError);
      expect(error.message).toMatch(
        /^\S+\/notes\.db cannot be used: .+\. Start with --reset to forget the state, or put the file back from a copy\.$/,
      );
    }
  });

  it('of another version is named, and is left as it is', () => {
    const path = join(dir, 'notes.db');
    fill(path);
    const before = readFileSync(path);
    const error = errorOf(() => openDatabase(path, SCHEMA.replace('text TEXT', 'text BLOB')));
    expect(error.message).toContain('notes.db cannot be used: another version of the stack wrote it.');
    expect(readFileSync(path)).toEqual(before);
  });

  it('is told to be on a full disk when SQLite finds no more space', () => {
    const database = openDatabase(join(dir, 'notes.db'), SCHEMA);
    const { page_count: pages } = database.prepare('PRAGMA page_count').get() ?? {};
    database.exec(`PRAGMA max_page_count = ${Number(pages)}`);
    const error = errorOf(() => {
      for (;;) database.prepare('INSERT INTO note (text) VALUES (?)').run('x'.repeat(5_000));
    });
    expect(isDiskFull(error)).toBe(true);
    expect(new StateFileError('notes.db', error).message).toBe(
      'notes.db cannot be used: database or disk is full. Free some space on its disk, and start again.',
    );
    expect(isDiskFull(Object.assign(new Error('write'), { code: 'ENOSPC' }))).toBe(true);
    expect(isDiskFull(new Error('database is locked'))).toBe(false);
    database.close();
  });
});

/** Zeros over a page in the middle, whose kind says what it is. */
function scribbled(bytes: Buffer): Buffer {
  return bytes.fill(0, 8_192, 12_288);
}

describe('the state folder', () => {
  const folder = () => join(dir, 'state');

  it('is for its user alone, also one that an earlier version left open, with all that is in it', () => {
    openStateFolder(folder()).release();
    expect(modeOf(folder())).toBe('700');
    mkdirSync(join(folder(), 'queues'));
    writeFileSync(join(folder(), 'queues', 'queues.db'), '');
    for (const [path, mode] of [
      ['', 0o755],
      ['queues', 0o755],
      ['queues/queues.db', 0o644],
    ] as const)
      chmodSync(join(folder(), path), mode);
    openStateFolder(folder()).release();
    expect(['', 'queues', 'queues/queues.db'].map((path) => modeOf(join(folder(), path)))).toEqual([
      ...['700', '700', '600'],
    ]);
  });

  it.each<[string, (lock: string) => void]>([
    ['damaged', (lock) => writeFileSync(lock, 'no database '.repeat(100))],
    ['a folder', (lock) => mkdirSync(lock)],
  ])('opens with a lock that is %s', (_, damage) => {
    mkdirSync(folder());
    damage(join(folder(), 'lock.db'));
    const state = openStateFolder(folder());
    expect(() => openStateFolder(folder())).toThrow(`Another stack runs on ${folder()}: stop it first`);
    state.release();
    openStateFolder(folder()).release();
  });

  it('is where a relative path leads when it is opened, and no path is refused', () => {
    const state = openStateFolder(relative(process.cwd(), join(dir, 'state')));
    expect(state.path('a.db')).toBe(join(dir, 'state/a.db'));
    state.release();
    expect(errorOf(() => openStateFolder('')).message).toBe(
      'stateDir: expected a path, or nothing for a temporary folder',
    );
  });

  it('is reset whatever it is by now', () => {
    writeFileSync(folder(), 'a file');
    expect(errorOf(() => openStateFolder(folder())).message).toMatch(/state cannot be used: .*\. Start with/);
    openStateFolder(folder(), true).release();
    writeFileSync(join(folder(), 'checkpoints.db'), 'damaged');
    mkdirSync(join(folder(), 'objects', 'bodies'), { recursive: true });
    writeFileSync(join(folder(), 'lock.db'), 'damaged');
    const state = openStateFolder(folder(), true);
    expect(existsSync(state.path('checkpoints.db'))).toBe(false);
    expect(existsSync(state.path('objects'))).toBe(false);
    state.release();
  });

  it('is let go by a process that is killed', () => {
    const program = `
      import { openStateFolder } from '${new URL('state-folder.ts', import.meta.url).pathname}';
      openStateFolder(${JSON.stringify(folder())});
      process.kill(process.pid, 'SIGKILL');`;
    const args = ['--conditions=@hanok/source', '--input-type=module', '-e', program];
    expect(spawnSync(process.execPath, args).signal).toBe('SIGKILL');
    openStateFolder(folder()).release();
  });
});

it('SQLite keeps the text of a statement, by which a database of another version is known', () => {
  const database = new DatabaseSync(':memory:');
  database.exec(SCHEMA);
  expect(database.prepare('SELECT sql FROM sqlite_schema').get()).toEqual({
    sql: 'CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL)',
  });
  database.close();
});
