import { expect, it } from '@jest/globals';
import { errorsByProject, typescriptBlocks } from './typecheck.ts';

it('gives each project its own errors with their explanations, and what is in none of them to all', () => {
  const output = [
    `libs/a/src/one.ts(1,2): error TS2322: Type 'A' is not assignable to type 'B'.`,
    `  Property 'c' is missing.`,
    `libs/ab/src/two.ts(3,4): error TS2304: Cannot find name 'x'.`,
    `error TS5083: Cannot read file 'tsconfig.base.json'.`,
    '',
  ].join('\n');
  const general = `error TS5083: Cannot read file 'tsconfig.base.json'.`;
  expect(errorsByProject(output, ['libs/a', 'libs/ab', 'libs/c'])).toEqual([
    `libs/a/src/one.ts(1,2): error TS2322: Type 'A' is not assignable to type 'B'.\n  Property 'c' is missing.\n${general}`,
    `libs/ab/src/two.ts(3,4): error TS2304: Cannot find name 'x'.\n${general}`,
    general,
  ]);
});

it('gives no project anything when nothing is printed', () => {
  expect(errorsByProject('', ['libs/a', 'libs/b'])).toEqual(['', '']);
});

it('takes the TypeScript blocks of a text and no others, on the lines where they stand', () => {
  const text =
    '# A\n```ts\nconst a = 1;\n```\n```sh\nnpm ci\n```\n\n```ts\nconst b = 2;\nconst c = 3;\n```\n';
  expect(typescriptBlocks(text)).toEqual([
    `${'\n'.repeat(2)}const a = 1;\n`,
    `${'\n'.repeat(9)}const b = 2;\nconst c = 3;\n`,
  ]);
});
