import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { workspaceRoot } from '../cli/build-assembly.ts';
import { buildZip } from './build-zip.ts';
import { openWatch, type Watch } from './open-watch.ts';
import type { WatchEvent } from './watch-event.ts';

let workspace: string;
let watch: Watch;
const events: WatchEvent[] = [];
const code = new Map<string, string>();

const write = (name: string, text: string) => writeFileSync(join(workspace, name), text);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A workspace of two apps, one of which uses a file of types alone, and of a program that writes templates. */
beforeAll(async () => {
  workspace = mkdtempSync(join(tmpdir(), 'hanok-workspace-'));
  for (const folder of [
    'apps/one/src',
    'apps/two/src',
    'libs',
    'tools/cloud/src',
    'dist/cdk.out',
    'node_modules/.cache',
  ])
    mkdirSync(join(workspace, folder), { recursive: true });
  for (const name of ['@typescript', '@types', '@hanok'])
    symlinkSync(join(workspaceRoot, 'node_modules', name), join(workspace, 'node_modules', name));
  cpSync(join(workspaceRoot, 'tsconfig.base.json'), join(workspace, 'tsconfig.base.json'));
  write('package.json', '{ "type": "module" }');
  write('apps/one/src/text.ts', `export type Text = string;`);
  write(
    'apps/one/src/main.ts',
    `import type { Text } from './text.ts';\nexport const handler = async (): Promise<Text> => 'one';`,
  );
  write('apps/two/src/main.ts', `export const handler = async (): Promise<string> => 'two';`);
  write(
    'tools/cloud/src/app.ts',
    `import { writeFileSync } from 'node:fs';\nwriteFileSync(process.argv[2] + '/A.template.json', '{}');`,
  );
  write('dist/cdk.out/A.template.json', '{}');
  for (const name of ['one', 'two']) await buildApp(name);
  watch = openWatch(workspace, join(workspace, 'dist/cdk.out'));
  const list = () => [...code].map(([name, text]) => ({ name, sha256: text, invocations: 0 }));
  watch.begin(
    {
      list,
      replaceCode: async (name, zip) => {
        const isNew = code.get(name) !== sha256(zip);
        code.set(name, sha256(zip));
        return isNew;
      },
    },
    (event) => events.push(event),
  );
});
beforeEach(() => void (events.length = 0));
afterAll(async () => {
  await watch.close();
  rmSync(workspace, { recursive: true });
});

async function buildApp(name: string): Promise<void> {
  write(`apps/${name}/project.json`, '{}');
  const { bytes, inputs } = await buildZip(workspace, { name, native: [], zip: '' });
  mkdirSync(join(workspace, 'dist/apps', name), { recursive: true });
  writeFileSync(join(workspace, `dist/apps/${name}/${name}.zip`), bytes);
  const files = Object.fromEntries([...inputs].map((file) => [file, { bytesInOutput: 1 }]));
  write(
    `dist/apps/${name}/meta.json`,
    JSON.stringify({ inputs: files, outputs: { 'main.js': { inputs: files } } }),
  );
  code.set(name, sha256(bytes));
}

const told = (count: number) => eventually(async () => expect(events).toHaveLength(count));

it('replaces the functions whose code a change makes another, and says nothing of the others', async () => {
  const before = code.get('two');
  write('apps/one/src/main.ts', `export const handler = async (): Promise<string> => 'changed';`);
  // Its bundle stays as it is.
  write('apps/two/src/main.ts', `/* a comment */ export const handler = async (): Promise<string> => 'two';`);
  await told(1);
  expect(events).toEqual([{ kind: 'replaced', functions: ['one'], ms: expect.any(Number) }]);
  expect(code.get('two')).toBe(before);
});

it('keeps the old code for an error of types or syntax, says all of it, and goes on when it is put right', async () => {
  const before = code.get('one');
  write('apps/one/src/main.ts', `export const handler = async (): Promise<string> => 7;`);
  await told(1);
  const types = "apps/one/src/main.ts(1,53): error TS2322: Type 'number' is not assignable to type 'string'.";
  expect(events).toEqual([{ kind: 'failed', functions: ['one'], text: types }]);
  write('apps/one/src/main.ts', `export const handler = = 7;`);
  await told(2);
  expect(events[1]).toMatchObject({
    kind: 'failed',
    functions: ['one'],
    text: expect.stringContaining('Unexpected "="'),
  });
  expect(code.get('one')).toBe(before);
  write('apps/one/src/main.ts', `export { handler } from './handler.ts';`);
  await told(3);
  write('apps/one/src/handler.ts', `export const handler = async (): Promise<string> => 'right';`);
  await told(4);
  expect(events.map(({ kind }) => kind)).toEqual(['failed', 'failed', 'failed', 'replaced']);
});

it('says that another template takes a restart, once, and which stack it is', async () => {
  const app = (template: string) =>
    `import { writeFileSync } from 'node:fs';\nwriteFileSync(process.argv[2] + '/A.template.json', '${template}');`;
  write('tools/cloud/src/app.ts', app('{"Resources":{}}'));
  await told(1);
  expect(events).toEqual([{ kind: 'restart', changed: 'A' }]);
  write('package-lock.json', '{}');
  await told(2);
  expect(events[1]).toEqual({ kind: 'restart', changed: 'package-lock.json' });
});
