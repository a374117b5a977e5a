import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { GomokuStack } from '../stacks/gomoku/gomoku-stack.ts';
import { ThumbnailsStack } from '../stacks/thumbnails/thumbnails-stack.ts';
import { assembly, zips } from './deployed.fixture.ts';
import { type Finding, failsBuild, readFindings } from './findings.ts';
import { synthesize } from './synthesize.ts';

describe('the assembly that deploys', () => {
  it('has nothing that the validator or the security rules refuse or warn of', () => {
    expect(readFindings(assembly)).toEqual([]);
    expect(failsBuild([])).toBe(false);
  });

  it('names no folder of this machine', () => {
    const texts = readdirSync(assembly).filter((file) => !file.endsWith('.zip'));
    const naming = texts.filter((file) => /file:|\/src\//.test(readFileSync(join(assembly, file), 'utf8')));
    expect(texts).toContain('Gomoku.template.json');
    expect(naming).toEqual([]);
  });
});

describe('synthesize', () => {
  let folder = '';
  let findings: Finding[] = [];
  // Once for all tests: the validator takes three seconds to start.
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'synthesize-'));
    findings = synthesize(folder, (app) => {
      new GomokuStack(app, 'Gomoku', { zips });
      const buckets = { images: 'images-1', resized: 'images-1-resized' };
      new ThumbnailsStack(app, 'Thumbnails', { zips, buckets });
      const queue = new CfnQueue(new Stack(app, 'Broken'), 'Queue', { visibilityTimeout: 43_201 });
      queue.addPropertyOverride('Colour', 'red');
    });
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('writes the same bytes in another folder and process', () => {
    const filesOf = (outdir: string) =>
      readdirSync(outdir)
        .filter((file) => file.startsWith('Gomoku.'))
        .map((file) => [file, readFileSync(join(outdir, file), 'utf8')]);
    const written = filesOf(folder);
    expect(written.map(([file]) => file)).toEqual([
      'Gomoku.assets.json',
      'Gomoku.metadata.json',
      'Gomoku.template.json',
    ]);
    expect(written).toEqual(filesOf(assembly));
  });

  it('finds nothing in Gomoku, nor in Thumbnails with buckets of given names', () => {
    const isBroken = ({ where }: Finding) =>
      where.length > 0 && where.every((path) => path === 'Broken/Queue');
    expect(findings.filter((finding) => !isBroken(finding))).toEqual([]);
  });

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
