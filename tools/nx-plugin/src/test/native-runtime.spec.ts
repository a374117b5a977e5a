import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const workspace = join(import.meta.dirname, '../../../..');
const SPECS = {
  'shared.ts': `
    import { afterAll } from '@jest/globals';
    let count = 0;
    export const next = () => (count += 1);
    export const close = (closed: string[]) => afterAll(() => void closed.push('closed'));`,
  'first.spec.ts': `
    import { afterAll, expect, it } from '@jest/globals';
    import { close, next } from './shared.ts';
    const closed: string[] = [];
    afterAll(() => expect(closed).toEqual(['closed']));
    close(closed);
    it('is loaded with its types', () => expect(next() satisfies number).toEqual(expect.any(Number)));
    it('compares values of one realm', () => {
      expect([new Map([[1, { a: 'b' }]])]).toStrictEqual([new Map([[1, { a: expect.any(String) }]])]);
      expect(() => { throw new RangeError('far'); }).toThrow(RangeError);
    });`,
  'second.spec.ts': `
    import { expect, it } from '@jest/globals';
    import { close, next } from './shared.ts';
    const closed: string[] = [];
    close(closed);
    it('is loaded with modules that the first has loaded', () => expect(next()).toBe(2));
    it('fails', () => expect({ a: 1 }).toEqual({ a: 2 }));
    it('hangs', () => new Promise(() => undefined), 50);
    it('rejects unseen', async () => {
      void Promise.reject(new Error('unseen'));
      await new Promise(setImmediate);
    });`,
  'third.spec.ts': `import './missing.ts';`,
};

type Result = { name: string; message: string; assertionResults: { title: string; status: string }[] };
let folder = '';
let results: Result[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'native-runtime-'));
  for (const [name, text] of Object.entries(SPECS)) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const { default: preset } = await import(pathToFileURL(join(workspace, 'jest.preset.js')).href);
  const config = { ...preset, rootDir: workspace, roots: [folder], testMatch: [`${folder}/*.spec.ts`] };
  const order = `
    import Sequencer from ${JSON.stringify(pathToFileURL(join(workspace, 'node_modules/@jest/test-sequencer/build/index.js')).href)};
    export default class extends Sequencer.default { sort = (tests) => tests.toSorted((a, b) => (a.path < b.path ? -1 : 1)); }`;
  writeFileSync(join(folder, 'by-name.mjs'), order);
  const report = join(folder, 'report.json');
  const jest = spawn(process.execPath, [
    ...['--conditions=@hanok/source', join(workspace, 'node_modules/jest/bin/jest.js'), '--runInBand'],
    ...['--config', JSON.stringify({ ...config, testSequencer: join(folder, 'by-name.mjs') })],
    ...['--json', '--outputFile', report],
  ]);
  await once(jest, 'exit');
  results = JSON.parse(readFileSync(report, 'utf8')).testResults;
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

const resultOf = (file: string) => results.find(({ name }) => name === join(folder, file));
const statusOf = (file: string) =>
  Object.fromEntries(resultOf(file)?.assertionResults.map(({ title, status }) => [title, status]) ?? []);

describe('a run of spec files in one process', () => {
  it('gives each file its own tests and hooks, though they share modules', () => {
    expect(statusOf('first.spec.ts')).toEqual({
      'is loaded with its types': 'passed',
      'compares values of one realm': 'passed',
    });
    expect(statusOf('second.spec.ts')).toMatchObject({
      'is loaded with modules that the first has loaded': 'passed',
    });
  });

  it('fails a test that fails, hangs or leaves a rejection, and a file that cannot be loaded', () => {
    expect(statusOf('second.spec.ts')).toMatchObject({
      fails: 'failed',
      hangs: 'failed',
      'rejects unseen': 'failed',
    });
    expect(resultOf('third.spec.ts')?.message).toContain('missing.ts');
  });
});
