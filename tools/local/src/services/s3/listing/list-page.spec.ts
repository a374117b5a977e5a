import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isBehind } from '../store/key-order.ts';
import { openObjectDatabase } from '../store/object-database.ts';
import { type ObjectRecord, type ObjectRows, objectRows } from '../store/object-rows.ts';
import { listPage } from './list-page.ts';

const record: ObjectRecord = {
  ...{ headers: {}, tags: [], etag: '', size: 0, modified: 0, segments: [], multipart: false },
};
const BUCKET = 'b';

/** Short keys of few characters, so that prefixes and delimiters meet; some of them beyond the basic plane. */
const text = (maxLength: number) =>
  fc.string({
    unit: fc.constantFrom('a', 'b', '/', '\u{10ffff}', '\ud7ff', '\ue000', '😀', '한', '\0'),
    maxLength,
  });

describe('listPage', () => {
  it('gives, page by page, what a look at every key gives', () => {
    const inputs = fc.record({
      keys: fc.uniqueArray(
        text(6).filter((key) => key !== ''),
        { maxLength: 30 },
      ),
      prefix: text(2),
      delimiter: fc.constantFrom('', '/', 'a', '한', '\u{10ffff}', 'a/'),
      startAfter: text(3),
      limit: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(inputs, ({ keys, prefix, delimiter, startAfter, limit }) => {
        const rows = rowsOf(keys);
        expect(allPages(rows, { prefix, delimiter, startAfter, limit })).toEqual(
          bruteForce(keys, { prefix, delimiter, startAfter }),
        );
      }),
      { numRuns: 500 },
    );
  });
});

function rowsOf(keys: readonly string[]): ObjectRows {
  const rows = objectRows(openObjectDatabase(':memory:'));
  for (const key of keys) rows.put({ bucket: BUCKET, key }, record);
  return rows;
}

type Asked = { prefix: string; delimiter: string; startAfter: string };

function allPages(rows: ObjectRows, { limit, startAfter, ...asked }: Asked & { limit: number }): string[] {
  const entries: string[] = [];
  let from: string | undefined = '';
  for (let pages = 0; from !== undefined; pages += 1) {
    expect(pages).toBeLessThan(40);
    const page = listPage(rows, {
      bucket: BUCKET,
      ...asked,
      limit,
      from,
      after: from === '' ? startAfter : '',
    });
    const found = [...page.objects.map(({ key }) => key), ...page.prefixes];
    expect(found.length).toBeLessThanOrEqual(limit);
    entries.push(...found.toSorted((one, other) => (isBehind(one, other) ? 1 : -1)));
    from = page.next;
  }
  return entries;
}

function bruteForce(keys: readonly string[], { prefix, delimiter, startAfter }: Asked): string[] {
  const entries = keys
    .filter((key) => key.startsWith(prefix))
    .filter((key) => isBehind(key, startAfter))
    .map((key) => {
      const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
      return end === -1 ? key : key.slice(0, end + delimiter.length);
    })
    .filter((entry) => isBehind(entry, startAfter));
  return [...new Set(entries)].toSorted((one, other) => (isBehind(one, other) ? 1 : -1));
}
