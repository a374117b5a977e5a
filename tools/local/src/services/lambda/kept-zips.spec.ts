import { appendFileSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { zipSync } from 'fflate';
import { openCode } from './code-package.ts';
import { keepZip, keptFrom, noteSource, versionOf, zipsIn } from './kept-zips.ts';
import { removeUnusedCode } from './unused-packages.ts';

let dir: string;
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'hanok-zips-'))));
afterEach(() => rmSync(dir, { recursive: true }));

const MINUTE = 60_000;

function version(file: string) {
  const found = versionOf(file);
  if (found === undefined) throw new Error(`${file} is no file`);
  return found;
}

/** A file that changed a minute ago, as far as the note knows, and the zip that was kept of it. */
async function kept(text = 'as it was') {
  const file = join(dir, 'code.zip');
  writeFileSync(file, text);
  const copy = await keepZip(Buffer.from(text), dir);
  await noteSource(copy, version(file), Date.now() + MINUTE);
  return { file, copy };
}

describe('keptFrom', () => {
  it('finds the kept zip of a file that is as it was', async () => {
    const { file, copy } = await kept();
    const [sha256] = zipsIn(dir);
    expect(keptFrom(version(file), dir)).toEqual({ path: copy, sha256, sizeBytes: 9 });
  });

  it('finds none once the file is written, longer or of the same length, or is another one', async () => {
    const { file } = await kept();
    appendFileSync(file, '!');
    expect(keptFrom(version(file), dir)).toBeUndefined();
    await kept();
    writeFileSync(file, 'as it is.');
    expect(keptFrom(version(file), dir)).toBeUndefined();
    await kept();
    writeFileSync(join(dir, 'other.zip'), 'as it was');
    renameSync(join(dir, 'other.zip'), file);
    expect(keptFrom(version(file), dir)).toBeUndefined();
  });

  it('finds none of a file that could have changed again at the same time, and of a folder', async () => {
    const { file, copy } = await kept();
    writeFileSync(file, 'just now.');
    await noteSource(copy, version(file));
    expect(keptFrom(version(file), dir)).toBeUndefined();
    expect(versionOf(dir)).toBeUndefined();
  });

  it('finds none when the kept zip is gone', async () => {
    const { file, copy } = await kept();
    rmSync(copy);
    expect(keptFrom(version(file), dir)).toBeUndefined();
  });

  it('spares reading the file', async () => {
    const file = join(dir, 'code.zip');
    const zip = zipSync({ 'large.txt': new Uint8Array(1_048_577) }, { level: 0 });
    writeFileSync(file, zip);
    const { sha256, sizeBytes } = await openCode(file, dir);
    await noteSource(join(dir, 'zips', `${sha256}.zip`), version(file), Date.now() + MINUTE);
    // By the name of the kept zip one sees that it was taken.
    const other = 'f'.repeat(64);
    for (const kind of ['zip', 'source'])
      renameSync(join(dir, 'zips', `${sha256}.${kind}`), join(dir, 'zips', `${other}.${kind}`));
    expect(await openCode(file, dir)).toMatchObject({ sha256: other, sizeBytes });
  });
});

it('removes the note with its zip', async () => {
  await kept();
  await removeUnusedCode(dir, zipsIn(dir), () => true);
  expect(readdirSync(join(dir, 'zips'))).toHaveLength(2);
  await removeUnusedCode(dir, zipsIn(dir), () => false);
  expect(readdirSync(join(dir, 'zips'))).toEqual([]);
});
