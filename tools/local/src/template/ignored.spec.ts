import { describe, expect, it } from '@jest/globals';
import { typesOf } from '../stack/deploy.ts';
import { PARTS } from '../stack/parts.ts';
import { ignoredLines, ignoredNotes, ignoredResource } from './ignored.ts';
import { hasPath, omitPath } from './omit-path.ts';
import { type Json, template } from './template.ts';

const types = typesOf(PARTS.map((part) => ({ part, open: { uses: undefined } })));

describe('ignored types', () => {
  it('are never types that the stack supports', () => {
    expect(types.ignored.size).toBeGreaterThan(0);
    expect([...types.ignored.keys()].filter((type) => types.supported.has(type))).toEqual([]);
  });

  it('give ids that look right, differ by resource and are the same on every run', () => {
    const type = { reason: 'a laptop has none', idPrefix: 'vpc', attributes: ['VpcId'] };
    const vpc = ignoredResource(type, { stackName: 'Game', logicalId: 'Vpc' });
    expect(vpc.ref).toMatch(/^vpc-0[0-9a-f]{16}$/);
    expect(vpc.attributes).toEqual({ VpcId: vpc.ref });
    expect(ignoredResource(type, { stackName: 'Game', logicalId: 'Vpc' })).toEqual(vpc);
    expect(ignoredResource(type, { stackName: 'Chat', logicalId: 'Vpc' }).ref).not.toBe(vpc.ref);
  });
});

describe('ignoredNotes', () => {
  const Resources = {
    A: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    B: { Type: 'AWS::EC2::VPC' },
    C: { Type: 'AWS::EC2::Subnet' },
    D: { Type: 'AWS::SQS::Queue', Properties: { SqsManagedSseEnabled: true }, DeletionPolicy: 'Retain' },
  };
  const stacks = [
    { name: 'Game', template: template.parse({ Resources }), assets: new Map<string, string>() },
  ];

  it('counts types, properties and attributes, and lists them by reason', () => {
    const notes = ignoredNotes(stacks, types);
    expect(notes.map(({ what, count }) => [what, count])).toEqual([
      ['AWS::EC2::VPC', 2],
      ['AWS::EC2::Subnet', 1],
      ['DeletionPolicy', 1],
      ['AWS::SQS::Queue SqsManagedSseEnabled', 1],
    ]);
    expect(ignoredLines(notes)[0]).toBe(
      'every process of the stack reaches the others over the loopback interface: AWS::EC2::VPC, AWS::EC2::Subnet',
    );
  });
});

describe('omitPath', () => {
  it.each<[Json, string, Json]>([
    [{ a: 1, b: 2 }, 'a', { b: 2 }],
    [{ a: { b: 1, c: 2 } }, 'a.b', { a: { c: 2 } }],
    [{ a: [{ b: 1, c: 2 }, { c: 3 }] }, 'a.b', { a: [{ c: 2 }, { c: 3 }] }],
  ])('leaves out of %j what is at %s', (value, path, expected) => {
    expect(hasPath(value, path)).toBe(true);
    expect(omitPath(value, path)).toEqual(expected);
    expect(hasPath(expected, path)).toBe(false);
    expect(omitPath(expected, path)).toEqual(expected);
  });
});
