import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { differingFiles } from './same-zips.ts';
import { parseReport, ReportError, zipComment } from './zip-comment.ts';
import { zipReport } from './zip-report.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** A `dist` folder with these files of apps. */
function dist(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'dist-'));
  folders.push(folder);
  for (const [file, text] of Object.entries(files)) {
    const path = join(folder, 'apps', file);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
  }
  return folder;
}
const built = (text: string) => ({
  bytes: text.length,
  sha256: createHash('sha256').update(text).digest('hex'),
});

describe('the report of two builds', () => {
  it('has each zip of either, with length and digest', () => {
    const base = dist({ 'one/one.zip': 'a', 'old/old.zip': 'bb', 'one/main.js': 'x' });
    const head = dist({ 'one/one.zip': 'aaa', 'one/one-x64.zip': 'c' });
    expect(zipReport(base, head)).toEqual([
      { zip: 'old', base: built('bb') },
      { zip: 'one', base: built('a'), head: built('aaa') },
      { zip: 'one-x64', head: built('c') },
    ]);
  });

  it('goes through JSON without a change', () => {
    const report = zipReport(dist({ 'one/one.zip': 'a' }), dist({ 'one/one.zip': 'aaa' }));
    expect(parseReport(JSON.stringify(report))).toEqual(report);
  });
});

describe('the comment', () => {
  const of = (bytes: number, digit: string) => ({ bytes, sha256: digit.repeat(64) });

  it('has a row for each zip whose bytes differ, and the sum of all', () => {
    const comment = zipComment([
      { zip: 'same', base: of(500, '0'), head: of(500, '0') },
      { zip: 'larger', base: of(80_000, '1'), head: of(82_000, '2') },
      { zip: 'smaller', base: of(2_000, '3'), head: of(1_000, '4') },
      { zip: 'other-bytes', base: of(700, '5'), head: of(700, '6') },
      { zip: 'added', head: of(1_234, '7') },
      { zip: 'removed', base: of(10, '8') },
    ]);
    expect(comment).toBe(`<!-- zip-sizes -->
### Zips

| zip | base | head | change |
| --- | ---: | ---: | ---: |
| \`larger\` | 80,000 | 82,000 | +2,000 (2.5 %) |
| \`smaller\` | 2,000 | 1,000 | -1,000 (-50.0 %) |
| \`other-bytes\` | 700 | 700 | same length |
| \`added\` |  | 1,234 | new |
| \`removed\` | 10 |  | gone |

1 of 6 zips has the same bytes as before. Bytes of all zips: 85,434 (+2,224).
`);
  });

  it('is one line when nothing changed', () => {
    const same = { zip: 'one', base: of(500, '0'), head: of(500, '0') };
    expect(zipComment([same, { ...same, zip: 'two' }])).toBe(
      '<!-- zip-sizes -->\n### Zips\n\n2 of 2 zips have the same bytes as before.\n',
    );
  });
});

describe('a report of a pull request', () => {
  const zip = { zip: 'one', head: { bytes: 1, sha256: '0'.repeat(64) } };

  it.each([
    ['a list', { ...zip }],
    ['short', Array.from({ length: 1001 }, () => zip)],
    ['a list of objects', ['one']],
    ['free of Markdown in a name', [{ ...zip, zip: '` @everybody [x](https://example.com)' }]],
    ['free of lines in a name', [{ ...zip, zip: 'one\n<!-- zip-sizes -->' }]],
    ['short in a name', [{ ...zip, zip: 'a'.repeat(81) }]],
    ['a whole number of bytes', [{ ...zip, head: { ...zip.head, bytes: 1.5 } }]],
    ['no text for bytes', [{ ...zip, head: { ...zip.head, bytes: '1 | x' } }]],
    ['no negative number of bytes', [{ ...zip, head: { ...zip.head, bytes: -1 } }]],
    ['a digest of digits', [{ ...zip, head: { ...zip.head, sha256: `|${'0'.repeat(63)}` } }]],
    ['a build that is no list', [{ ...zip, head: [] }]],
    ['a build that is not null', [{ ...zip, base: null }]],
  ])('is refused unless it is %s', (_, report) => {
    expect(() => parseReport(JSON.stringify(report))).toThrow(ReportError);
  });

  it('keeps nothing that it does not have to have', () => {
    expect(parseReport(JSON.stringify([{ ...zip, note: 'text' }]))).toEqual([zip]);
  });
});

describe('two builds', () => {
  let files: Record<string, string>;
  beforeEach(() => {
    files = { 'one/one.zip': 'a', 'one/main.js.map': 'm', 'two/two.zip': 'b' };
  });

  it('are the same when every file of every app is', () => {
    expect(differingFiles(dist(files), dist(files))).toEqual([]);
  });

  it('differ in what has other bytes, or is in one of them only', () => {
    const other = { 'one/one.zip': 'A', 'one/main.js.map': 'm', 'three/three.zip': 'c' };
    expect(differingFiles(dist(files), dist(other))).toEqual([
      'apps/one/one.zip',
      'apps/three/three.zip',
      'apps/two/two.zip',
    ]);
  });
});
