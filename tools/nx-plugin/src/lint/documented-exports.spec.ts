import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { ESLint, type Rule } from 'eslint';
import tseslint from 'typescript-eslint';

// In JavaScript, since ESLint may run on a Node that reads no TypeScript.
const rule: { documentedExports: Rule.RuleModule } = createRequire(import.meta.url)(
  './documented-exports.js',
);

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'documented-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Lints the files of a workspace, and answers what the rule says, by file and line. */
async function found(files: Readonly<Record<string, string>>): Promise<string[]> {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: {
      files: ['**/*.ts'],
      languageOptions: { parser: tseslint.parser },
      plugins: { own: { rules: { documented: rule.documentedExports } } },
      rules: { 'own/documented': 'error' },
    },
  });
  const results = await eslint.lintFiles(['libs/**/*.ts']);
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, message }) => `${filePath.slice(root.length + 1)}:${line} ${message}`),
  );
}

const library = (isPrivate: boolean) =>
  JSON.stringify({
    private: isPrivate,
    exports: {
      '.': { '@hanok/source': './src/index.ts', default: './dist/index.js' },
      './testing': { '@hanok/source': './src/testing.ts' },
    },
  });
const SOURCES = {
  'src/index.ts': `export { one, type Two } from './one.ts';\n`,
  'src/one.ts': `/** One. */\nexport function one(a: string): void;\nexport function one(a: number): void;\nexport function one() {}\nexport type Two = 2;\nexport const INNER = 3;\n`,
  'src/testing.ts': 'export const FOUR = 4;\n',
};
const lib = (name: string, isPrivate: boolean) =>
  Object.fromEntries([
    [`libs/${name}/package.json`, library(isPrivate)],
    ...Object.entries(SOURCES).map(([path, text]) => [`libs/${name}/${path}`, text] as const),
  ]);

it('what users can import needs a doc comment where it is declared; an overload has that of the first signature', async () => {
  expect(await found(lib('open', false))).toEqual([
    "libs/open/src/one.ts:5 'Two' is exported to users: say what it promises.",
  ]);
});

it('what a private library exports needs none', async () => {
  expect(await found(lib('closed', true))).toEqual([]);
});
