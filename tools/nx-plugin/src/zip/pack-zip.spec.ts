import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { strFromU8, strToU8, unzipSync } from 'fflate';
import { packZip } from './pack-zip.ts';

describe('packZip', () => {
  const files = { 'main.js': strToU8('exports.handler = 1'), 'a/b.txt': strToU8('한글') };

  it('keeps names and contents', async () => {
    const unpacked = unzipSync(await packZip(files));
    expect(Object.keys(unpacked)).toEqual(['a/b.txt', 'main.js']);
    expect(strFromU8(unpacked['a/b.txt'] ?? new Uint8Array())).toBe('한글');
  });

  it('gives the same bytes in any order of files', async () => {
    const reversed = Object.fromEntries(Object.entries(files).toReversed());
    expect(await packZip(reversed)).toEqual(await packZip(files));
  });

  it('gives the same bytes in any time zone', () => {
    const script = `
      import { packZip } from ${JSON.stringify(new URL('pack-zip.ts', import.meta.url).href)};
      const bytes = await packZip({ 'main.js': Buffer.from('exports.handler = 1') });
      process.stdout.write(Buffer.from(bytes).toString('base64'));`;
    const inZone = (TZ: string) =>
      spawnSync(process.execPath, ['--input-type=module', '-e', script], { env: { TZ }, encoding: 'utf8' })
        .stdout;
    expect(inZone('Asia/Seoul')).toMatch(/^UEsD/);
    expect(inZone('America/Los_Angeles')).toBe(inZone('Asia/Seoul'));
  });
});
