import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const read = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8');

it('the README shows the test that is run', () => {
  expect(read('../README.md')).toContain(`\`\`\`ts\n${read('game-result.spec.ts')}\`\`\`\n`);
});
