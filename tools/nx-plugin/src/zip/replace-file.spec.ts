import { expect, it } from '@jest/globals';
import { strToU8 } from 'fflate';
import { packZip } from './pack-zip.ts';
import { replaceFile } from './replace-file.ts';

const files = { 'a/한글.txt': strToU8('가'.repeat(1000)), 'main.js': strToU8('old'), 'z.node': strToU8('z') };

it.each([
  ['main.js', 'new and longer '.repeat(100)],
  ['main.js', ''],
  ['a/한글.txt', '나'],
  ['z.node', 'last'],
  ['more.js', 'one that was not there'],
])('gives the bytes of packing all with another %s', async (name, text) => {
  const replaced = await replaceFile(await packZip(files), name, strToU8(text));
  expect(replaced).toEqual(Buffer.from(await packZip({ ...files, [name]: strToU8(text) })));
});
