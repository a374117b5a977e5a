import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { GomokuStack } from '../stacks/gomoku/gomoku-stack.ts';
import { assembly, zips } from './deployed.fixture.ts';
import { type Finding, failsBuild, readFindings } from './findings.ts';
import { synthesize } from './synthesize.ts';

describe('synthesize', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'synthesize-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  describe('of the stacks that deploy', () => {
    const filesOf = (outdir: string, stack: string) =>
      readdirSync(outdir)
        .filter((file) => file.startsWith(`${stack}.`))
        .map((file) => [file, readFileSync(join(outdir, file), 'utf8')]);

    it('finds nothing that the validator or the security rules refuse or warn of', () => {
      expect(readFindings(assembly)).toEqual([]);
      expect(failsBuild([])).toBe(false);
    });

    it('writes the same bytes in another folder and process', () => {
      const findings = synthesize(folder, (app) => void new GomokuStack(app, 'Gomoku', { zips }));
      expect(findings).toEqual([]);
      expect(filesOf(folder, 'Gomoku').map(([file]) => file)).toEqual([
        'Gomoku.assets.json',
        'Gomoku.metadata.json',
        'Gomoku.template.json',
      ]);
      expect(filesOf(folder, 'Gomoku')).toEqual(filesOf(assembly, 'Gomoku'));
    }, 60_000);

    it('names no folder of this machine', () => {
      const texts = readdirSync(assembly).filter((file) => !file.endsWith('.zip'));
      const naming = texts.filter((file) => /file:|\/src\//.test(readFileSync(join(assembly, file), 'utf8')));
      expect(texts).toContain('Gomoku.template.json');
      expect(naming).toEqual([]);
    });
  });

  describe('of a stack with mistakes', () => {
    let findings: Finding[] = [];
    beforeAll(() => {
      findings = synthesize(join(folder, 'broken'), (app) => {
        const queue = new CfnQueue(new Stack(app, 'Broken'), 'Queue', { visibilityTimeout: 43_201 });
        queue.addPropertyOverride('Colour', 'red');
      });
    }, 60_000);

    it('fails the build for properties that CloudFormation would refuse', () => {
      const validated = findings.filter(({ source }) => source === 'CloudFormation Validate');
      expect(validated.map(({ severity, where }) => ({ severity, where }))).toEqual([
        { severity: 'error', where: ['Broken/Queue'] },
        { severity: 'error', where: ['Broken/Queue'] },
      ]);
      expect(failsBuild(validated)).toBe(true);
    });

    it('fails the build for security findings that are not accepted', () => {
      const security = findings.filter(({ source }) => source === 'AwsSolutions');
      expect(security.map(({ rule }) => rule)).toEqual(['AwsSolutions-SQS3', 'AwsSolutions-SQS4']);
      expect(failsBuild(security)).toBe(true);
    });
  });
});
