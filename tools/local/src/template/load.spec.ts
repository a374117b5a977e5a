import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadStacks } from './load.ts';

describe('loadStacks', () => {
  let folder = '';
  const write = (file: string, content: unknown) =>
    writeFileSync(join(folder, file), JSON.stringify(content));
  const stack = (templateFile: string) => ({
    type: 'aws:cloudformation:stack',
    properties: { templateFile },
  });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assembly-'));
    write('manifest.json', {
      artifacts: { 'A.assets': { type: 'cdk:asset-manifest' }, A: stack('A.template.json') },
    });
    write('A.template.json', { Resources: { Queue: { Type: 'AWS::SQS::Queue' } } });
    write('A.assets.json', { files: { abc: { source: { path: 'asset.abc.zip', packaging: 'file' } } } });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each(['', '/manifest.json'])(
    'reads the stacks and zips of a cloud assembly given as folder%s',
    (suffix) => {
      const [loaded, ...others] = loadStacks(folder + suffix);
      expect(others).toEqual([]);
      expect(loaded?.name).toBe('A');
      expect(loaded?.template.Resources['Queue']).toEqual({ Type: 'AWS::SQS::Queue', Properties: {} });
      expect(loaded?.assets).toEqual(new Map([['abc', join(folder, 'asset.abc.zip')]]));
    },
  );

  it('reads a stack after those that it depends on, and those of a stage', () => {
    write('manifest.json', {
      artifacts: {
        A: { ...stack('A.template.json'), dependencies: ['Later', 'A.assets'] },
        Later: { ...stack('A.template.json'), dependencies: ['A'] },
        Stage: { type: 'cdk:cloud-assembly', properties: { directoryName: 'stage' } },
      },
    });
    mkdirSync(join(folder, 'stage'));
    write('stage/manifest.json', {
      artifacts: {
        'Stage/B': {
          ...stack('B.template.json'),
          properties: { templateFile: 'B.template.json', stackName: 'Stage-B' },
        },
      },
    });
    write('stage/B.template.json', { Resources: {} });
    write('stage/B.assets.json', {});
    expect(loadStacks(folder).map(({ name }) => name)).toEqual(['Later', 'A', 'Stage-B']);
  });

  it('takes the zip for the processor at hand, of those with native code', () => {
    write(`asset.abc.${process.arch}.zip`, '');
    expect(loadStacks(folder)[0]?.assets.get('abc')).toBe(join(folder, `asset.abc.${process.arch}.zip`));
    write('A.assets.json', { files: { def: { source: { path: 'asset.def.zip' } } } });
    write('asset.def.riscv64.zip', '');
    expect(loadStacks(folder)[0]?.assets.get('def')).toBe(join(folder, 'asset.def.zip'));
  });

  it.each([
    [{ Transform: 'AWS::Serverless-2016-10-31', Resources: {} }, 'A: "Transform" is not supported'],
    [
      { Resources: { Q: { Type: 'T', CreationPolicy: {} } } },
      'A.Resources.Q: "CreationPolicy" is not supported',
    ],
    [{ Resources: {}, Outputs: { O: { Value: 1, Import: {} } } }, 'A.Outputs.O: "Import" is not supported'],
  ])('refuses a section or attribute that it does not know', (content, problem) => {
    write('A.template.json', content);
    expect(() => loadStacks(folder)).toThrow(problem);
  });

  it('names the file that is missing', () => {
    expect(() => loadStacks(join(folder, 'nowhere'))).toThrow(
      `${join(folder, 'nowhere')}: is no cloud assembly (no manifest.json). \`npx cdk synth\` makes one`,
    );
  });
});
