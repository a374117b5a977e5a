import { describe, expect, it } from '@jest/globals';
import { type Json, template } from '../template/template.ts';
import { inertTypes } from './inert.ts';
import { inertLines } from './inert-lines.ts';
import { inertNotes } from './inert-notes.ts';
import { inertResource } from './inert-resource.ts';
import { hasPath, omitPath } from './omit-path.ts';
import { resourceTypes } from './resource-types.ts';

describe('inert types', () => {
  it('are never types that the stack acts out', () => {
    expect(Object.keys(inertTypes).filter((type) => resourceTypes.has(type))).toEqual([]);
  });

  it('give ids that look right, differ by resource and are the same on every run', () => {
    const type = { reason: 'a laptop has none', idPrefix: 'vpc', attributes: ['VpcId'] };
    const vpc = inertResource(type, { stackName: 'Game', logicalId: 'Vpc' });
    expect(vpc.ref).toMatch(/^vpc-0[0-9a-f]{16}$/);
    expect(vpc.attributes).toEqual({ VpcId: vpc.ref });
    expect(inertResource(type, { stackName: 'Game', logicalId: 'Vpc' })).toEqual(vpc);
    expect(inertResource(type, { stackName: 'Chat', logicalId: 'Vpc' }).ref).not.toBe(vpc.ref);
  });
});

describe('inertNotes', () => {
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
    const notes = inertNotes(stacks);
    expect(notes.map(({ what, count }) => [what, count])).toEqual([
      ['AWS::EC2::VPC', 2],
      ['AWS::EC2::Subnet', 1],
      ['DeletionPolicy', 1],
      ['AWS::SQS::Queue SqsManagedSseEnabled', 1],
    ]);
    expect(inertLines(notes)[0]).toBe(
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
