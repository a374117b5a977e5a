import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
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
import { copyWorkspace, runInCopy } from '../workspace-copy.fixture.ts';

const own: { documentedExports: Rule.RuleModule } = createRequire(import.meta.url)(
  '../lint/documented-exports.js',
);

const triggers = Object.keys(TRIGGERS);
const MINUTES = 60_000;
const run = promisify(execFile);
let copy = '';
const inCopy = (...args: string[]) => runInCopy(copy, ...args);
const nx = (...args: string[]) => inCopy('node_modules/nx/dist/bin/nx.js', ...args);

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
  copy = await copyWorkspace('generated-');
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

  it(
    'has a place of its own: all ten fit into one library, and what they export is used',
    async () => {
      const structure = inCopy('tools/nx-plugin/src/structure/structure.ts');
      expect(await structure.catch(({ stdout }) => stdout)).toContain('nothing found');
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
      'the handlers pass format, lint, types and tests, are built and synthesized',
      async () => {
        const all = ['-t', 'format', 'lint', 'typecheck', 'test', 'zip', 'synth', '-p', projects.join()];
        const said = await nx('run-many', ...all, '--output-style=static').catch(({ stdout }) => stdout);
        expect(said).toContain('Successfully ran targets');
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
