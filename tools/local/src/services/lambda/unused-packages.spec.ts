import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { strToU8, zipSync } from 'fflate';
import { testFunctions, type TestFunctions } from './functions.fixture.ts';
import { packagesIn } from './unused-packages.ts';

let test: TestFunctions;
beforeEach(() => void (test = testFunctions()));
afterEach(() => test.stop());

const answering = (text: string) => `exports.handler = async () => '${text}';`;
const replace = (text: string) =>
  test.functions.replaceCode('fn', zipSync({ 'main.js': strToU8(answering(text)) }));
const inUse = () => test.functions.list().map(({ code }) => code.sha256);
const onlyUsed = () =>
  eventually(() => expect(packagesIn(test.dir).toSorted()).toEqual([...new Set(inUse())].toSorted()));

async function expectAnswer(name: string, text: string): Promise<void> {
  expect((await test.functions.invoke(name, '{}')).payload).toBe(JSON.stringify(text));
}

it('removes the code that was replaced, once it has run to its end', async () => {
  await test.deploy(answering('first'));
  for (const text of ['second', 'third', 'second']) {
    await expectAnswer('fn', (await replace(text)) && text);
    await onlyUsed();
  }
});

it('keeps code that another function runs', async () => {
  await test.deploy(answering('both'));
  await test.deploy(answering('both'), { name: 'other' });
  for (const name of ['fn', 'other']) await expectAnswer(name, 'both');
  await replace('new');
  await expectAnswer('fn', 'new');
  await expectAnswer('other', 'both');
  expect(packagesIn(test.dir)).toHaveLength(2);
});

it('removes what earlier stacks have left and no function runs', async () => {
  await test.deploy(answering('runs'));
  await expectAnswer('fn', 'runs');
  mkdirSync(join(test.dir, 'packages', 'a'.repeat(64), 'task'), { recursive: true });
  await test.functions.removeUnused();
  expect(packagesIn(test.dir)).toEqual(inUse());
  await expectAnswer('fn', 'runs');
});

it('keeps a zip of an earlier stack that a function has, and removes the others', async () => {
  const zip = zipSync({ 'main.js': strToU8(answering('kept')) });
  const kept = await test.functions.keepZip(zip);
  await test.functions.keepZip(zipSync({ 'main.js': strToU8(answering('of no function')) }));
  const next = testFunctions({ dir: test.dir });
  await next.deploy(answering('first'));
  const { mtimeMs } = statSync(kept);
  await next.functions.replaceCode('fn', zip);
  expect(statSync(kept).mtimeMs).toBe(mtimeMs);
  await next.functions.removeUnused();
  expect(readdirSync(join(test.dir, 'zips'))).toEqual([basename(kept)]);
  expect((await next.functions.invoke('fn', '{}')).payload).toBe('"kept"');
  await next.stop();
});
