import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { packZip } from '@hanok/nx-plugin/pack-zip';
import { eventually } from '@hanok/testing';
import { workspaceRoot } from '../cli/build-assembly.ts';
import type { App } from './apps.ts';
import { createAppBuilder } from './build-apps.ts';
import { openWatch, type Watch } from './open-watch.ts';
import type { WatchEvent } from './watch-event.ts';

let workspace: string;
let watch: Watch;
const events: WatchEvent[] = [];
const code = new Map<string, string>();

const write = (name: string, text: string) => writeFileSync(join(workspace, name), text);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const app = (name: string, text: string) => write(`apps/${name}/src/main.ts`, text);
const answers = (text: string) => `export const handler = async (): Promise<string> => '${text}';`;
/** Called before each function gets other code. */
let onReplace = () => undefined as void;

/** A workspace of two apps that use a library, one of them a file of types alone, and of a program that writes templates. */
beforeAll(async () => {
  workspace = mkdtempSync(join(tmpdir(), 'hanok-workspace-'));
  for (const folder of [
    'apps/one/src',
    'apps/two/src',
    'libs/shared/src',
    'tools/cloud/src',
    'dist/cdk.out',
    'node_modules/.cache',
  ])
    mkdirSync(join(workspace, folder), { recursive: true });
  for (const name of ['@typescript', '@types', '@hanok'])
    symlinkSync(join(workspaceRoot, 'node_modules', name), join(workspace, 'node_modules', name));
  cpSync(join(workspaceRoot, 'tsconfig.base.json'), join(workspace, 'tsconfig.base.json'));
  write('package.json', '{ "type": "module" }');
  write('libs/shared/src/index.ts', `export const shared = (): string => 'old';`);
  write('apps/one/src/text.ts', `export type Text = string;`);
  app(
    'one',
    `import type { Text } from './text.ts';\nexport const handler = async (): Promise<Text> => 'one';`,
  );
  app('two', answers('two'));
  write(
    'tools/cloud/src/app.ts',
    `import { writeFileSync } from 'node:fs';\nwriteFileSync(process.argv[2] + '/A.template.json', '{}');`,
  );
  write('dist/cdk.out/A.template.json', '{}');
  await buildAll(['one', 'two']);
  watch = openWatch(workspace, join(workspace, 'dist/cdk.out'));
  const list = () => [...code].map(([name, text]) => ({ name, sha256: text, invocations: 0 }));
  watch.begin(
    {
      list,
      replaceCode: async (name, zip) => {
        onReplace();
        const isNew = code.get(name) !== sha256(zip);
        code.set(name, sha256(zip));
        return isNew;
      },
    },
    (event) => events.push(event),
  );
});
beforeEach(() => {
  events.length = 0;
  onReplace = () => undefined;
});
afterAll(async () => {
  await watch.close();
  rmSync(workspace, { recursive: true });
});

async function buildAll(names: readonly string[]): Promise<void> {
  for (const name of names) {
    mkdirSync(join(workspace, 'dist/apps', name), { recursive: true });
    writeFileSync(join(workspace, zipOf(name)), await packZip({ 'main.js': new Uint8Array() }));
  }
  const builder = createAppBuilder(workspace);
  for (const each of await builder.buildApps(names.map(unbuilt))) {
    if (!('zip' in each) || each.zip === undefined) throw new Error(`${each.app.name} was not built`);
    const { name, inputs } = each.app;
    write(`apps/${name}/project.json`, '{}');
    writeFileSync(join(workspace, zipOf(name)), each.zip);
    write(`dist/apps/${name}/main.js`, '');
    const files = [...inputs].map((file) => [file, { imports: [], bytesInOutput: 1 }]);
    const inputsOf = Object.fromEntries(files);
    write(
      `dist/apps/${name}/meta.json`,
      JSON.stringify({ inputs: inputsOf, outputs: { [`dist/apps/${name}/main.js`]: { inputs: inputsOf } } }),
    );
    code.set(name, sha256(each.zip));
  }
  await builder.forget();
}

const zipOf = (name: string) => `dist/apps/${name}/${name}.zip`;

function unbuilt(name: string): App {
  const unknown = { sha256: '', mainSha256: '', inputs: new Set<string>(), used: new Set<string>() };
  return { name, native: [], zip: zipOf(name), ...unknown };
}

/** The code of an app as it is on the disk. */
async function codeOnDisk(name: string): Promise<string> {
  const builder = createAppBuilder(workspace);
  const [built] = await builder.buildApps([unbuilt(name)]);
  await builder.forget();
  return built !== undefined && 'zip' in built && built.zip ? sha256(built.zip) : 'not built';
}

const told = (count: number) => eventually(async () => expect(events).toHaveLength(count));
const replaced = (...functions: string[]) => ({
  ...{ kind: 'replaced', functions },
  ...{ firstMs: expect.any(Number), ms: expect.any(Number) },
});

it('replaces the functions whose code a change makes another, and says nothing of the others', async () => {
  const before = code.get('two');
  app('one', answers('changed'));
  // Its bundle stays as it is.
  app('two', `/* a comment */ ${answers('two')}`);
  await told(1);
  expect(events).toEqual([replaced('one')]);
  expect(code.get('two')).toBe(before);
});

it('replaces all that use a file of a library, and says so once', async () => {
  for (const name of ['one', 'two'])
    app(name, `import { shared } from '../../../libs/shared/src/index.ts';\nexport const handler = shared;`);
  await told(1);
  write('libs/shared/src/index.ts', `export const shared = (): string => 'new';`);
  await told(2);
  expect(events[1]).toEqual(replaced('one', 'two'));
  for (const name of ['one', 'two']) expect(code.get(name)).toBe(await codeOnDisk(name));
});

it('runs the second of two saves when the first one is still being built', async () => {
  onReplace = () => {
    onReplace = () => undefined;
    app('one', answers('second'));
  };
  app('one', answers('first'));
  await told(2);
  expect(events).toEqual([replaced('one'), replaced('one')]);
  expect(code.get('one')).toBe(await codeOnDisk('one'));
});

it('runs new code at once, and says then which error of types is in it and that it is gone', async () => {
  app('one', `export const handler = async (): Promise<string> => 7;`);
  await told(2);
  const problem =
    "apps/one/src/main.ts(1,53): error TS2322: Type 'number' is not assignable to type 'string'.";
  expect(events).toEqual([replaced('one'), { kind: 'types', problems: [problem] }]);
  expect(code.get('one')).toBe(await codeOnDisk('one'));
  app('one', answers('text'));
  await told(4);
  expect(events.slice(2)).toEqual([replaced('one'), { kind: 'types', problems: [] }]);
});

it('says which error a file of types alone brings to the app beside it', async () => {
  app(
    'one',
    `import type { Text } from './text.ts';\nexport const handler = async (): Promise<Text> => 'types';`,
  );
  await told(1);
  write('apps/one/src/text.ts', `export type Text = number;`);
  await told(2);
  expect(events[1]).toEqual({
    kind: 'types',
    problems: [expect.stringContaining('apps/one/src/main.ts(2,')],
  });
  write('apps/one/src/text.ts', `export type Text = string;`);
  await told(3);
  expect(events[2]).toEqual({ kind: 'types', problems: [] });
});

it('keeps the old code for an error of syntax, says all of it, and goes on when it is put right', async () => {
  app('one', answers('before'));
  await told(1);
  const before = code.get('one');
  app('one', `export const handler = = 7;`);
  await eventually(() => expect(events.map(({ kind }) => kind)).toContain('failed'));
  expect(events[1]).toEqual({
    ...{ kind: 'failed', functions: ['one'] },
    text: expect.stringMatching(/apps\/one\/src\/main\.ts:1:23:\n[^]*export const handler = = 7/),
  });
  expect(code.get('one')).toBe(before);
  app('one', answers('before'));
  await eventually(() => expect(events.map(({ kind }) => kind)).toContain('mended'));
  expect(events).toContainEqual({ kind: 'mended', functions: ['one'] });
  expect(code.get('one')).toBe(before);
});

it('replaces the apps that build when another one that changed with them does not', async () => {
  app('one', answers('good'));
  app('two', `import { nothing } from './missing.ts';\nexport const handler = nothing;`);
  await eventually(() => expect(events.map(({ kind }) => kind)).toContain('replaced'));
  expect(events).toContainEqual(replaced('one'));
  expect(events).toContainEqual({
    ...{ kind: 'failed', functions: ['two'] },
    text: expect.stringContaining('Could not resolve "./missing.ts"'),
  });
  write('apps/two/src/missing.ts', `export const nothing = (): number => 0;`);
  await eventually(() => expect(events).toContainEqual(replaced('two')));
});

it('keeps the old code while a file that it is made of is gone, and runs the new one when it has another name', async () => {
  write('apps/one/src/part.ts', answers('part'));
  app('one', `export { handler } from './part.ts';`);
  await eventually(() => expect(events).toContainEqual(replaced('one')));
  const before = code.get('one');
  renameSync(join(workspace, 'apps/one/src/part.ts'), join(workspace, 'apps/one/src/other.ts'));
  await eventually(() =>
    expect(events).toContainEqual({
      ...{ kind: 'failed', functions: ['one'] },
      text: expect.stringContaining('Could not resolve "./part.ts"'),
    }),
  );
  expect(code.get('one')).toBe(before);
  write('apps/one/src/other.ts', answers('renamed'));
  app('one', `export { handler } from './other.ts';`);
  await eventually(() => expect(events.filter(({ kind }) => kind === 'replaced')).toHaveLength(2));
  expect(code.get('one')).toBe(await codeOnDisk('one'));
});

it('says that another template takes a restart, once, and which stack it is', async () => {
  const program = (template: string) =>
    `import { writeFileSync } from 'node:fs';\nwriteFileSync(process.argv[2] + '/A.template.json', '${template}');`;
  write('tools/cloud/src/app.ts', program('{"Resources":{}}'));
  await told(1);
  expect(events).toEqual([{ kind: 'restart', changed: 'A' }]);
  write('package-lock.json', '{}');
  await told(2);
  expect(events[1]).toEqual({ kind: 'restart', changed: 'package-lock.json' });
});
