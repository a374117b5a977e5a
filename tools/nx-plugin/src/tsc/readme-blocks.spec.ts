import { expect, it } from '@jest/globals';
import { typescriptBlocks } from './readme-blocks.ts';

it('takes the TypeScript blocks of a text and no others', () => {
  const text =
    '# A\n```ts\nconst a = 1;\n```\n```sh\nnpm ci\n```\n\n```ts\nconst b = 2;\nconst c = 3;\n```\n';
  expect(typescriptBlocks(text)).toEqual(['const a = 1;\n', 'const b = 2;\nconst c = 3;\n']);
});
