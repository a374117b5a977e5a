import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DiffError, diffOf, diffSummary, stacksOf } from './changed-stacks.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assembly-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the stacks of an assembly', () => {
  it('stand after those that they need', () => {
    const stack = (...dependencies: string[]) => ({ type: 'aws:cloudformation:stack', dependencies });
    const artifacts = {
      'Two.assets': { type: 'cdk:asset-manifest' },
      Two: stack('Two.assets', 'One'),
      One: stack(),
      Three: { type: 'aws:cloudformation:stack' },
    };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: '55.0.0', artifacts }));
    expect(stacksOf(folder)).toEqual(['One', 'Two', 'Three']);
  });
});

/** A program in the place of `cdk` that answers what cdk 2.1148 prints, and its own arguments. */
const cdk = (script: string) => [process.execPath, '-e', script, '--'];

describe('the diff of a stack', () => {
  it('says that it changes by the count that cdk prints, on whichever stream', () => {
    const counted = (count: number, stream: 'log' | 'error') =>
      diffOf(cdk(`console.${stream}('✨  Number of stacks with differences: ${count}')`), folder, 'One')
        .changed;
    expect([counted(1, 'log'), counted(0, 'log'), counted(1, 'error'), counted(0, 'error')]).toEqual([
      ...[true, false, true, false],
    ]);
  });

  it('compares templates of that stack alone, and makes no change set', () => {
    const script = `console.log(process.argv.slice(1).join(' '), 'Number of stacks with differences: 0')`;
    expect(diffOf(cdk(script), folder, 'One').text).toBe(
      `diff One --app ${folder} --exclusively --method=template --no-color Number of stacks with differences: 0`,
    );
  });

  it.each([
    ['ends with an error', `console.error('no credentials'); process.exit(1)`, 'no credentials'],
    ['prints no count', `console.log('help')`, 'help'],
  ])('is an error when cdk %s', (_, script, text) => {
    expect(() => diffOf(cdk(script), folder, 'One')).toThrow(
      new DiffError(`cdk diff One has no answer: ${text}`),
    );
  });

  it('is an error when there is no such program', () => {
    expect(() => diffOf([join(folder, 'no-cdk')], folder, 'One')).toThrow(DiffError);
  });
});

describe('the summary', () => {
  it('shows the diff of what changes, in a block that the text cannot end', () => {
    const diffs = [
      { stack: 'One', changed: true, text: '[+] Table\n```\n# not a heading' },
      { stack: 'Two', changed: false, text: 'no differences' },
    ];
    expect(diffSummary(diffs)).toBe(
      '## Stacks that change: 1\n\n### One\n\n````\n[+] Table\n```\n# not a heading\n````\n\nUnchanged: Two\n',
    );
  });
});
