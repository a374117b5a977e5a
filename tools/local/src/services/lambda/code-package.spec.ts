import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCode } from './code-package.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hanok-code-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function zipWith(entries: Record<string, string>): string {
  const file = join(dir, 'code.zip');
  const contents = Object.entries(entries).map(([name, text]) => [name, strToU8(text)]);
  writeFileSync(file, zipSync(Object.fromEntries(contents)));
  return file;
}

describe('openCode', () => {
  it('unpacks files and folders below a package.json that says nothing', async () => {
    const zip = zipWith({ 'main.js': 'a', 'lib/한글.txt': 'b' });
    const { directory, sha256, unpack } = await openCode(zip, dir);
    expect(existsSync(directory)).toBe(false);
    // What is unpacked is what was opened.
    rmSync(zip);
    await unpack();
    expect(directory).toBe(join(dir, 'packages', sha256, 'task'));
    expect(readFileSync(join(directory, 'main.js'), 'utf8')).toBe('a');
    expect(readFileSync(join(directory, 'lib', '한글.txt'), 'utf8')).toBe('b');
    expect(readFileSync(join(directory, '..', 'package.json'), 'utf8')).toBe('{}');
  });

  it('unpacks a zip of more than 1 MiB from a copy on the disk as it was opened', async () => {
    const large = 'b'.repeat(1_048_577);
    const file = join(dir, 'code.zip');
    writeFileSync(file, zipSync({ 'main.js': strToU8('a'), 'large.txt': strToU8(large) }, { level: 0 }));
    const { directory, sha256, unpack } = await openCode(file, dir);
    expect(readdirSync(join(dir, 'zips'))).toEqual([`${sha256}.zip`]);
    writeFileSync(file, 'another one');
    await unpack();
    expect(readFileSync(join(directory, 'main.js'), 'utf8')).toBe('a');
    expect(statSync(join(directory, 'large.txt')).size).toBe(large.length);
  });

  it('leaves nothing half unpacked when called for the same zip at once', async () => {
    const zip = zipWith({ 'main.js': 'a' });
    const [first, second] = await Promise.all([openCode(zip, dir), openCode(zip, dir)]);
    expect(first.directory).toBe(second.directory);
    await Promise.all([first.unpack(), first.unpack(), second.unpack()]);
    expect(readdirSync(join(dir, 'packages'))).toEqual([first.sha256]);
  });

  it('writes nothing that another package has', async () => {
    const packages = await Array.fromAsync(Array(25).keys(), (index) =>
      openCode(zipWith({ 'main.js': String(index) }), dir),
    );
    const [first, ...others] = packages;
    await first?.unpack();
    const files = () => readdirSync(join(first?.directory ?? '', '..'), { recursive: true }).map(String);
    const times = () => files().map((file) => statSync(join(first?.directory ?? '', '..', file)).ctimeMs);
    const before = times();
    await Promise.all(others.map((each) => each.unpack()));
    expect(files().toSorted()).toEqual(['package.json', 'task', 'task/main.js']);
    expect(times()).toEqual(before);
    expect(readdirSync(join(dir, 'packages')).toSorted()).toEqual(
      packages.map(({ sha256 }) => sha256).toSorted(),
    );
  });

  it.each(['../escaped.js', 'a/../../../escaped.js', '/escaped.js'])('refuses the entry %s', async (name) => {
    await expect(openCode(zipWith({ [name]: 'x' }), dir)).rejects.toThrow(`Zip entry "${name}" leads out`);
    expect(existsSync(join(dir, 'packages'))).toBe(false);
  });
});
