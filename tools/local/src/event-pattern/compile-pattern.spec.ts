import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { SEED, SEED_NOTE } from '@hanok/testing';
import { compilePattern } from './compile-pattern.ts';
import { EVENT_RULE, FILTER_POLICY, LAMBDA_FILTER } from './dialect.ts';

type Row = [title: string, rules: unknown[], matching: unknown[], others: unknown[]];

const matches = (pattern: unknown, event: unknown, dialect = EVENT_RULE) =>
  compilePattern(pattern, dialect)(event);

/** Field by field, what the tables of the guides of EventBridge and SNS say. */
const COMMON: Row[] = [
  ['a value', ['New York'], ['New York', ['x', 'New York'], [['New York']]], ['new york', {}, []]],
  ['one of several values', ['a', 5, true, null], ['a', 5, true, null], ['5', 'true', 'null', 0, undefined]],
  ['an empty value', [''], [''], [' ', null, undefined]],
  ['a prefix', [{ prefix: 'us-' }], ['us-east-1', 'us-'], ['eu-us-', 'US-east-1', 5]],
  ['a suffix', [{ suffix: '.png' }], ['a.png'], ['a.png ', 'a.PNG']],
  ['whatever the case', [{ 'equals-ignore-case': 'alice' }], ['Alice', 'ALICE'], ['alicex', null]],
  [
    'anything but a value',
    [{ 'anything-but': 'a' }],
    ['b', 5, null, ['a', 'b']],
    ['a', ['a'], {}, undefined],
  ],
  ['anything but numbers', [{ 'anything-but': [100, 200] }], [300, '100'], [100, 200]],
  ['anything but a prefix', [{ 'anything-but': { prefix: 'us-' } }], ['eu-1', 5], ['us-1', undefined]],
  [
    'anything but suffixes',
    [{ 'anything-but': { suffix: ['.png', '.jpg'] } }],
    ['a.gif'],
    ['a.png', 'a.jpg'],
  ],
  ['a number', [{ numeric: ['=', 100] }], [100, 1e2, [1, 100]], ['100', 101, null]],
  ['a range', [{ numeric: ['>', 10, '<=', 20] }], [10.5, 20], [10, 20.1, '15']],
  ['a value or a number', ['a', { numeric: ['<', 0] }], ['a', -1], ['b', 0]],
  ['presence', [{ exists: true }], ['', null, 0, false, ['a']], [undefined, {}, []]],
  ['absence', [{ exists: false }], [undefined, {}], ['', null, ['a']]],
  ['an address', [{ cidr: '10.0.0.0/24' }], ['10.0.0.0', '10.0.0.255'], ['10.0.1.0', '10.0.0', '::1', 10]],
  ['an address of version 6', [{ cidr: '2001:db8::/32' }], ['2001:db8::1'], ['2001:db9::1', '32.1.13.184']],
];
const OF_RULES: Row[] = [
  ['a prefix in any case', [{ prefix: { 'equals-ignore-case': 'eventb' } }], ['EventBridge'], ['xEventB']],
  ['a suffix in any case', [{ suffix: { 'equals-ignore-case': '.PnG' } }], ['a.png', 'A.PNG'], ['a.pngx']],
  ['anything but in any case', [{ 'anything-but': { 'equals-ignore-case': ['a', 'b'] } }], ['c'], ['A', 'b']],
  ['anything but a wildcard', [{ 'anything-but': { wildcard: '*/lib/*' } }], ['/a/b'], ['/usr/lib/x']],
  [
    'a wildcard',
    [{ wildcard: 'dir/*/a*.png' }],
    ['dir/x/y/a1.png', 'dir//a.png'],
    ['dir/a.png', 'dir/x/a.jpg'],
  ],
  ['stars at both ends', [{ wildcard: '*b*' }], ['b', 'abc'], ['ac', '']],
  ['only a star', [{ wildcard: '*' }], ['', 'x'], [5, undefined]],
  ['a star that is meant', [{ wildcard: 'a\\**\\\\' }], ['a*\\', 'a*b\\'], ['ab\\', 'a*']],
  ['no star', [{ wildcard: 'a' }], ['a'], ['aa']],
];

describe.each([
  ['a rule of EventBridge', EVENT_RULE, [...COMMON, ...OF_RULES]],
  ['a filter policy of SNS', FILTER_POLICY, COMMON],
] as const)('%s', (_title, dialect, rows) => {
  it.each(rows.map((row) => [...row] as const))('matches %s', (_what, rules, matching, others) => {
    const said = (value: unknown) => matches({ field: rules }, { field: value }, dialect);
    expect(matching.filter((value) => !said(value))).toEqual([]);
    expect(others.filter(said)).toEqual([]);
  });
});

/** The examples of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html and its siblings. */
describe('an example of the guide of EventBridge', () => {
  const ec2 = {
    ...{ version: '0', id: '6a7e8feb', 'detail-type': 'EC2 Instance State-change Notification' },
    ...{ source: 'aws.ec2', account: '111122223333', time: '2017-10-02T16:49:05Z', region: 'us-east-1' },
    resources: ['arn:aws:ec2:us-west-1:123456789012:instance/i-1234567890abcdef0'],
    detail: { 'instance-id': 'i-1234567890abcdef0', state: 'terminated', 'c-count': 5, 'd-count': 12 },
  };
  const numbers = {
    time: [{ prefix: '2017-10-02' }],
    detail: {
      ...{ state: [{ 'anything-but': 'initializing' }], 'c-count': [{ numeric: ['>', 0, '<=', 5] }] },
      ...{ 'd-count': [{ numeric: ['<', 10] }], 'x-limit': [{ 'anything-but': [100, 200, 300] }] },
    },
  };
  const either = [
    { 'c-count': [{ numeric: ['>', 0, '<=', 5] }] },
    { 'd-count': [{ numeric: ['<', 10] }] },
    { 'x-limit': [{ numeric: ['=', 301.8] }] },
  ];

  it.each<[string, object, object, boolean]>([
    ['all of one source', { source: ['aws.ec2'] }, {}, true],
    ['a state of two', { detail: { state: ['terminated', 'stopped'] } }, {}, true],
    ['another state', { detail: { state: ['running'] } }, {}, false],
    ['its resource in a list', { resources: ec2.resources }, {}, true],
    ['a field that is absent', { detail: { state: [{ exists: false }] } }, {}, false],
    ['several numbers', numbers, { 'd-count': 8, 'x-limit': 301.8 }, true],
    ['several numbers, one of them without', numbers, { 'd-count': 8 }, false],
    ['several numbers, one of them too large', numbers, { 'd-count': 10, 'x-limit': 301.8 }, false],
    ['one of several', { detail: { $or: either } }, {}, true],
    ['none of several', { detail: { $or: either } }, { 'c-count': 6, 'x-limit': 301 }, false],
  ])('matches %s', (_title, pattern, detail, expected) => {
    expect(matches(pattern, { ...ec2, detail: { ...ec2.detail, ...detail } })).toBe(expected);
  });
});

describe('a pattern', () => {
  it('needs all fields of one object of a list, and one branch of $or', () => {
    const pattern = { detail: { items: { kind: ['a'], size: [{ numeric: ['>', 1] }] } } };
    expect(matches(pattern, { detail: { items: [{ kind: 'b' }, { kind: 'a', size: 2 }] } })).toBe(true);
    expect(
      matches(pattern, {
        detail: {
          items: [
            { kind: 'a', size: 1 },
            { kind: 'b', size: 2 },
          ],
        },
      }),
    ).toBe(false);
    const either = { source: ['s'], $or: [{ a: [1] }, { b: { c: [2] }, d: [3] }] };
    expect(matches(either, { source: 's', b: { c: 2 }, d: 3 })).toBe(true);
    expect(matches(either, { source: 's', b: { c: 2 }, d: 4 })).toBe(false);
    expect(matches(either, { source: 'x', a: 1 })).toBe(false);
  });

  it('reads no field that an object inherits', () => {
    expect(matches({ constructor: [{ exists: true }] }, {})).toBe(false);
    expect(matches({ constructor: { name: ['Object'] } }, {})).toBe(false);
    expect(matches(JSON.parse('{"__proto__":["a"]}'), JSON.parse('{"__proto__":"a"}'))).toBe(true);
  });

  it.each<[string, unknown, string]>([
    ['a block that is none', { a: [{ cidr: '10.0.0.0/33' }] }, '$.a[0].cidr'],
    ['a block without bits', { a: [{ cidr: '10.0.0.0' }] }, '$.a[0].cidr'],
    ['a number that is too large', { a: [{ numeric: ['>', 5_000_000_001] }] }, '-5000000000 and 5000000000'],
    ['two stars', { a: [{ wildcard: 'a**' }] }, 'two stars'],
    ['a lone backslash', { a: [{ wildcard: 'a\\b' }] }, 'a backslash'],
    [
      'another operator in anything-but',
      { a: [{ 'anything-but': { exists: true } }] },
      'expects one operator of',
    ],
    ['anything but nothing', { a: [{ 'anything-but': [] }] }, 'at least one value'],
    ['a prefix in a prefix', { a: [{ prefix: { prefix: 'a' } }] }, 'one operator of equals-ignore-case'],
    ['a pattern without end', nested(102), 'more than 100 levels'],
  ])('is refused with %s', (_title, pattern, message) => {
    expect(() => compilePattern(pattern, EVENT_RULE)).toThrow(
      expect.objectContaining({ name: 'EventPatternError', message: expect.stringContaining(message) }),
    );
  });

  it.each<[string, unknown]>([
    ['wildcard', [{ wildcard: 'a*' }]],
    ['a prefix in any case', [{ prefix: { 'equals-ignore-case': 'a' } }]],
    ['anything but a wildcard', [{ 'anything-but': { wildcard: 'a' } }]],
  ])('of SNS or Lambda is refused with %s', (_title, rules) => {
    for (const dialect of [FILTER_POLICY, LAMBDA_FILTER])
      expect(() => compilePattern({ a: rules }, dialect)).toThrow('event pattern at $.a[0]');
  });

  it(`with a wildcard matches what the same regular expression matches ${SEED_NOTE}`, () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 12 });
    const wildcard = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 4 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(wildcard, text, (parts, candidate) => {
        const kept = parts.filter((part, index) => part !== '' || index === 0 || index === parts.length - 1);
        fc.pre(kept.length < 2 || kept.some((part) => part !== ''));
        const expected = new RegExp(`^${kept.map((part) => part.replaceAll('.', '\\.')).join('.*')}$`);
        const pattern = { a: [{ wildcard: kept.join('*') }] };
        fc.pre(!kept.join('*').includes('**'));
        expect(matches(pattern, { a: candidate })).toBe(expected.test(candidate));
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });
});

function nested(depth: number): unknown {
  return Array.from({ length: depth }).reduce<unknown>((inner) => ({ a: inner }), ['x']);
}
