import { globSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import * as z from 'zod';
import { ROOT, textOf } from './read-workflows.fixture.ts';

const targets = z.record(z.string(), z.object({ inputs: z.array(z.unknown()).optional() }));
const manifest = z.object({
  targets: targets.optional(),
  nx: z.object({ targets: targets.optional() }).optional(),
  metadata: z.object({ testTarget: z.string() }).partial().optional(),
});

/** The inputs that projects state themselves for the target that runs their tests. */
const stated = globSync('{apps,docs,libs,tools}/*/{package,project}.json', { cwd: ROOT }).flatMap((file) => {
  const { nx, metadata, ...own } = manifest.parse(JSON.parse(textOf(file)));
  const inputs = (own.targets ?? nx?.targets)?.[metadata?.testTarget ?? 'test']?.inputs;
  return inputs === undefined ? [] : [{ file, inputs }];
});

it('is a list with the tools whose tests read more than their sources', () => {
  expect(stated.map(({ file }) => file)).toEqual(expect.arrayContaining(['tools/local/package.json']));
});

it.each(stated)('$file adds to the inputs of every test, of which the deep run is one', ({ inputs }) => {
  expect(inputs[0]).toBe('...');
});
