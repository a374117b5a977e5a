import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IS_DEEP } from '@hanok/testing';
import { ESLint, type Rule } from 'eslint';
import tseslint from 'typescript-eslint';
import { FsTree, flushChanges } from 'nx/src/generators/tree';
import generateHandler from './handler/handler-generator.ts';
import { TRIGGERS } from './handler/triggers.ts';
import { sendOneEach, startCopy } from './generated-stack.fixture.ts';
import generateLibrary from './library/library-generator.ts';

const own: { documentedExports: Rule.RuleModule } = createRequire(import.meta.url)(
  '../lint/documented-exports.js',
);

const workspaceRoot = join(import.meta.dirname, '../../../..');
const triggers = Object.keys(TRIGGERS);
const MINUTES = 60_000;
const run = promisify(execFile);
let copy = '';
const inCopy = async (...args: string[]): Promise<string> => {
  const env = { ...process.env, NX_DAEMON: 'false', NODE_OPTIONS: '', NX_TASK_TARGET_PROJECT: undefined };
  const { stdout } = await run(process.execPath, args, { cwd: copy, env, maxBuffer: 1e8 });
  return stdout;
};
const nx = (...args: string[]) => inCopy('node_modules/nx/dist/bin/nx.js', ...args);

/** A copy of the workspace as it is; its packages are the same files. */
async function copyWorkspace(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'generated-'));
  const git = (cwd: string, ...args: string[]) => run('git', args, { cwd, maxBuffer: 1e8 });
  const { stdout } = await git(workspaceRoot, 'ls-files', '-co', '--exclude-standard', '--deduplicate');
  for (const file of stdout.split('\n').filter((each) => each !== '')) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(workspaceRoot, file), join(folder, file), { verbatimSymlinks: true });
  }
  await linkPackages(join(folder, 'node_modules'));
  await git(folder, 'init', '-q');
  await git(folder, 'add', '-A');
  return folder;
}

/** Each file of a package once more under another name; to check types alone, a link to each package is enough. */
async function linkPackages(folder: string): Promise<void> {
  const installed = join(workspaceRoot, 'node_modules');
  if (IS_DEEP) await run('cp', ['-al', installed, folder]);
  else {
    mkdirSync(folder);
    cpSync(join(installed, '@hanok'), join(folder, '@hanok'), { recursive: true, verbatimSymlinks: true });
    for (const name of readdirSync(installed).filter((each) => each !== '@hanok'))
      symlinkSync(join(installed, name), join(folder, name));
  }
}

/** Runs a generator on the files of the copy. */
async function generate<Options>(
  generator: (tree: FsTree, options: Options) => Promise<(() => unknown) | undefined>,
  options: Options,
): Promise<void> {
  const tree = new FsTree(copy, false);
  const after = await generator(tree, options);
  flushChanges(copy, tree.listChanges());
  await after?.();
}

beforeAll(async () => {
  copy = await copyWorkspace();
  await generate(generateLibrary, { name: 'visits' });
  for (const trigger of triggers)
    await generate(generateHandler, { name: `${trigger}-visits`, trigger, lib: 'visits' });
}, 3 * MINUTES);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('a handler of each trigger', () => {
  it(
    'has the types of what it uses',
    async () => {
      const include = ['apps/*-visits', 'libs/visits', 'tools/cloud/src/stacks/visits'];
      writeFileSync(join(copy, 'visits.json'), JSON.stringify({ extends: './tsconfig.base.json', include }));
      const checked = await inCopy('node_modules/.bin/tsc', '-p', 'visits.json').catch(
        ({ stdout }) => stdout,
      );
      rmSync(join(copy, 'visits.json'));
      expect(checked).toBe('');
    },
    MINUTES,
  );

  it('says of each export to users what it promises', async () => {
    const eslint = new ESLint({
      cwd: copy,
      overrideConfigFile: true,
      overrideConfig: {
        ...{ files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } },
        plugins: { own: { rules: { documented: own.documentedExports } } },
        rules: { 'own/documented': 'error' },
      },
    });
    const linted = await eslint.lintFiles(['libs/visits/src']);
    expect(linted.length).toBeGreaterThan(triggers.length);
    expect(linted.flatMap(({ messages }) => messages.map(({ message }) => message))).toEqual([]);
  });
});

if (IS_DEEP)
  describe('in a copy of the workspace', () => {
    const projects = [
      '@hanok/visits',
      '@hanok/events',
      '@hanok/cloud',
      ...triggers.map((each) => `${each}-visits`),
    ];
    const state = async () => (await run('git', ['status', '--short', '-uall'], { cwd: copy })).stdout;

    it(
      'nx g with --dry-run writes nothing, and again changes nothing',
      async () => {
        const before = await state();
        const handler = ['g', '@hanok/nx-plugin:handler', '--lib=visits'];
        expect(await nx(...handler, 'new-visits', '--trigger=sqs', '--dry-run')).toContain('apps/new-visits');
        expect(await nx(...handler, 'sqs-visits', '--trigger=sqs')).toContain('nothing changes');
        expect(await state()).toBe(before);
      },
      MINUTES,
    );

    it(
      'the handlers pass format, lint, types, tests and structure, are built and synthesized',
      async () => {
        const all = ['-t', 'format', 'lint', 'typecheck', 'test', 'zip', 'synth', '-p', projects.join()];
        const said = await nx('run-many', ...all, '--output-style=static').catch(({ stdout }) => stdout);
        expect(said).toContain('Successfully ran targets');
        const structure = inCopy('tools/nx-plugin/src/structure/structure.ts');
        expect(await structure.catch(({ stdout }) => stdout)).toContain('nothing found');
      },
      9 * MINUTES,
    );

    it(
      'the local stack runs them, and each handles one event',
      async () => {
        const stack = await startCopy(copy);
        try {
          const outputs: unknown = JSON.parse(readFileSync(join(copy, '.hanok/outputs.json'), 'utf8'));
          await sendOneEach(stack.url, outputs);
          await stack.handled(triggers.map((trigger) => `${trigger}-visits`));
        } finally {
          await stack.stop();
        }
      },
      5 * MINUTES,
    );
  });
