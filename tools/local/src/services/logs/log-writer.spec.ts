import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, it } from '@jest/globals';
import { openLogStore } from './log-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'hanok-logs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const place = { functionName: 'f', logGroup: '/aws/lambda/f', logStream: 's' };
/** What another process finds in the file, such as the next stack after a `kill -9` of this one. */
function linesIn(file: string): string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare('SELECT message FROM log_event ORDER BY id').all();
  database.close();
  return rows.map((row) => String(row['message']));
}

it('stores many lines at once, in their order and each once, before anything reads and when it closes', () => {
  const file = join(folder, 'order.db');
  const store = openLogStore({ file });
  const texts = Array.from({ length: 2_500 }, (_, index) => `line ${index}`);
  texts.forEach((line, time) => store.append({ ...place, time: time + 1, line }));
  expect(linesIn(file)).toEqual(texts.slice(0, 2_000).map((line) => `${line}\n`));
  expect(store.streams(place.logGroup)).toMatchObject([{ name: 's', firstEventAt: 1, lastEventAt: 2_500 }]);
  expect(linesIn(file)).toHaveLength(2_500);
  store.append({ ...place, time: 9_999, line: 'the last' });
  store.close();
  expect(linesIn(file).at(-1)).toBe('the last\n');
});

it('is in the file soon, though nothing reads', async () => {
  const file = join(folder, 'soon.db');
  const store = openLogStore({ file });
  store.append({ ...place, time: 1, line: 'alone' });
  const isStored = () => linesIn(file).length === 1;
  const stored = new Promise<void>((resolve) => {
    const look = () => (isStored() ? resolve() : setImmediate(look));
    look();
  });
  await stored;
  store.close();
});

it('forgets what is not stored yet with all else', () => {
  const store = openLogStore();
  store.append({ ...place, time: 1, line: 'gone' });
  store.clear();
  expect([...store.events({ group: place.logGroup })]).toEqual([]);
  store.append({ ...place, time: 2, line: 'there' });
  expect([...store.events({ group: place.logGroup })]).toMatchObject([{ message: 'there\n' }]);
  store.close();
});

it('takes no line once it is closed', () => {
  const file = join(folder, 'closed.db');
  const store = openLogStore({ file });
  store.append({ ...place, time: 1, line: 'there' });
  store.close();
  // As many as are stored at once.
  for (let time = 2; time <= 1_001; time++) store.append({ ...place, time, line: 'late' });
  expect(linesIn(file)).toEqual(['there\n']);
});
