import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { strFromU8 } from 'fflate';
import { nativeFiles, packedFiles } from './native-files.ts';

const workspace = join(import.meta.dirname, '../../../..');

/** Of names and contents. */
function digestOf(files: Readonly<Record<string, Uint8Array>>): string {
  const hash = createHash('sha256');
  for (const [name, bytes] of Object.entries(files)) hash.update(`${name} ${bytes.length}\n`).update(bytes);
  return hash.digest('hex');
}

describe.each([
  ['arm64', 0xb7],
  ['x64', 0x3e],
] as const)('the files of sharp for %s', (cpu, machine) => {
  it('hold native code of that processor alone, the licences, and the same bytes each time', () => {
    const { files } = nativeFiles(workspace, ['sharp'], cpu);
    const machines = Object.entries(files)
      .filter(([, bytes]) => strFromU8(bytes.subarray(0, 4), true) === '\x7fELF')
      .map(([name, bytes]) => [name, Buffer.from(bytes).readUInt16LE(18)]);
    const at = (folder: string) => `node_modules/@img/sharp${folder}-linux-${cpu}/lib`;
    expect(machines).toEqual([
      [expect.stringMatching(`^${at('-libvips')}/libvips-cpp\\.so\\.`), machine],
      [expect.stringMatching(`^${at('')}/sharp-linux-${cpu}-.*\\.node$`), machine],
    ]);
    expect(strFromU8(files['licences/LGPL-3.0.txt'] ?? new Uint8Array())).toContain(
      'GNU LESSER GENERAL PUBLIC LICENSE',
    );
    expect(strFromU8(files['licences/GPL-3.0.txt'] ?? new Uint8Array())).toContain(
      'GNU GENERAL PUBLIC LICENSE',
    );
    expect(strFromU8(files['node_modules/sharp/LICENSE'] ?? new Uint8Array())).toContain('Apache License');
    expect(digestOf(nativeFiles(workspace, ['sharp'], cpu).files)).toBe(digestOf(files));
  }, 60_000);
});

describe('packedFiles', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'packages-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const arm64 = Buffer.alloc(64);
  arm64.write('\x7fELF', 'latin1');
  arm64.writeUInt16LE(0xb7, 18);

  function put(name: string, license: string, files: Record<string, string | Uint8Array>): void {
    const manifest = { name, version: '1.0.0', license, repository: 'https://example.com/source' };
    const all = { 'package.json': JSON.stringify(manifest), ...files };
    for (const [file, content] of Object.entries(all)) {
      const path = join(folder, 'node_modules', name, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
  }

  it('leaves out sources, declarations, modules, scripts and what begins with a dot', () => {
    put('@a/codec', 'MIT', {
      LICENSE: 'free',
      'index.cjs': '',
      'index.mjs': '',
      'index.d.ts': '',
      'README.md': '',
      'src/codec.h': '',
      'bin/codec.js': '',
      '.eslintrc.json': '',
      'lib/codec.so.1.2': arm64,
      'node_modules/inner/package.json': JSON.stringify({ name: 'inner', version: '2.0.0', license: 'ISC' }),
      'node_modules/inner/LICENSE': 'free too',
    });
    const { files, packages } = packedFiles(folder, 'arm64');
    const at = 'node_modules/@a/codec';
    expect(Object.keys(files).toSorted()).toEqual([
      `${at}/LICENSE`,
      `${at}/index.cjs`,
      `${at}/lib/codec.so.1.2`,
      `${at}/node_modules/inner/LICENSE`,
      `${at}/node_modules/inner/package.json`,
      `${at}/package.json`,
    ]);
    expect(packages.map(({ name, version, license, source }) => [name, version, license, source])).toEqual([
      ['inner', '2.0.0', 'ISC', ''],
      ['@a/codec', '1.0.0', 'MIT', 'https://example.com/source'],
    ]);
  });

  it('adds the LGPL, the GPL and the readme of a package that brings no text', () => {
    put('vips', 'LGPL-3.0-or-later', { 'README.md': 'Parts: …', 'index.js': '' });
    const { files } = packedFiles(folder, 'arm64');
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        'licences/LGPL-3.0.txt',
        'licences/GPL-3.0.txt',
        'node_modules/vips/README.md',
      ]),
    );
  });

  it('refuses a package whose licence has no text', () => {
    put('codec', 'Zlib', { 'index.js': '' });
    expect(() => packedFiles(folder, 'arm64')).toThrow(
      'codec 1.0.0 brings no licence text, and that of "Zlib" is not known here',
    );
  });

  it.each([
    ['of another processor', arm64, 'is for ELF machine 0xb7, x64 is 0x3e'],
    ['that is none', 'text', 'is no ELF file'],
    ['cut short', arm64.subarray(0, 19), 'is no ELF file'],
  ])('refuses native code %s', (_, content, problem) => {
    put('codec', 'MIT', { LICENSE: 'free', 'lib/codec.node': content });
    expect(() => packedFiles(folder, 'x64')).toThrow(`node_modules/codec/lib/codec.node ${problem}`);
  });
});
