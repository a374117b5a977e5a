import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';

const FOLDER = join(import.meta.dirname, '../../../../dist/tools/console');
const LIMIT_BYTES = 130 * 1024;

const files = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => ({ name, bytes: readFileSync(join(parentPath, name)) }));
const total = files.reduce((sum, { bytes }) => sum + gzipSync(bytes).length, 0);

describe('the built page', () => {
  it(`has at most ${LIMIT_BYTES / 1024} KB of files as they are compressed: ${(total / 1024).toFixed(1)} KB`, () => {
    expect(total).toBeGreaterThan(10_000);
    expect(total).toBeLessThanOrEqual(LIMIT_BYTES);
  });

  it('names no address of the internet to load from, and has no script or style inside of its HTML', () => {
    const [index] = files.filter(({ name }) => name === 'index.html');
    expect(index?.bytes.toString()).not.toMatch(/<script(?![^>]* src=)|<style|\son\w+=|style=|https?:/);
    for (const { name, bytes } of files)
      expect([name, bytes.toString().match(/\b(?:import|url)\(\s*["']?(?:https?:)?\/\/[^)]*/g)]).toEqual([
        name,
        null,
      ]);
  });

  it('has a hash in the name of each script and style, and no schema of the API', () => {
    for (const { name, bytes } of files.filter((each) => /\.(js|css)$/.test(each.name))) {
      expect(name).toMatch(/-[0-9A-Z]{8}\.(js|css)$/);
      expect(bytes.toString()).not.toContain('ZodError');
    }
  });
});
