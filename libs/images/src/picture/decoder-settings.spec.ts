import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const run = promisify(execFile);

/** What a new process says after it has run the lines of a module. */
async function said(...lines: readonly string[]): Promise<unknown> {
  const program = [`import sharp from 'sharp';`, ...lines].join('\n');
  const options = ['--conditions=@hanok/source', '--input-type=module', '--eval', program];
  const { stdout } = await run(process.execPath, options, { cwd: import.meta.dirname });
  return JSON.parse(stdout);
}

const SETTINGS = '[sharp.cache(), sharp.concurrency(), sharp.simd()]';

it('importing the library changes nothing of sharp for the rest of the process; its entry does when it says so', async () => {
  const lines = [
    `sharp.cache({ memory: 77, files: 7, items: 17 }); sharp.concurrency(3); sharp.simd(false);`,
    `const before = ${SETTINGS};`,
    `const images = await import('@hanok/images');`,
    `const after = ${SETTINGS};`,
    `images.saveDecoderMemory();`,
    `console.log(JSON.stringify({ before, after, saved: [sharp.cache().items.max, sharp.concurrency()] }));`,
  ];
  const settings = await said(...lines);
  expect(settings).toMatchObject({ before: [{ memory: { max: 77 } }, 3, false], saved: [0, 1] });
  expect(settings).toEqual(expect.objectContaining({ after: Reflect.get(Object(settings), 'before') }));
});
