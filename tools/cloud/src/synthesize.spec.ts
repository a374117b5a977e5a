import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { type Finding, failsBuild } from './findings.ts';
import { GomokuStack } from './gomoku-stack.ts';
import { synthesize } from './synthesize.ts';
import { addZips } from './zips.fixture.ts';

describe('synthesize', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'synthesize-'));
    addZips(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  describe('of the Gomoku stack', () => {
    const findings: Finding[][] = [];
    const readAll = (name: string) =>
      readdirSync(join(folder, name)).map((file) => [file, readFileSync(join(folder, name, file), 'utf8')]);
    beforeAll(() => {
      for (const name of ['first', 'second']) {
        findings.push(
          synthesize(join(folder, name), (app) => void new GomokuStack(app, 'Gomoku', { zips: folder })),
        );
      }
    }, 60_000);

    it('finds nothing', () => {
      expect(findings).toEqual([[], []]);
      expect(failsBuild([])).toBe(false);
    });

    it('writes the same bytes twice', () => {
      expect(readAll('first').map(([file]) => file)).toContain('Gomoku.template.json');
      expect(readAll('second')).toEqual(readAll('first'));
    });

    it('names no folder of this machine', () => {
      const naming = readAll('first').filter(([, text]) => /file:|\/src\//.test(text ?? ''));
      expect(naming.map(([file]) => file)).toEqual([]);
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

    it('fails the build for security findings that nobody accepted', () => {
      const security = findings.filter(({ source }) => source === 'AwsSolutions');
      expect(security.map(({ rule }) => rule)).toEqual(['AwsSolutions-SQS3', 'AwsSolutions-SQS4']);
      expect(failsBuild(security)).toBe(true);
    });
  });
});
