import { describe, expect, it } from '@jest/globals';
import { createFilter } from './filter-criteria.ts';

function filterOf(...patterns: object[]) {
  return createFilter({ Filters: patterns.map((pattern) => ({ Pattern: JSON.stringify(pattern) })) });
}

// https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax
describe('a filter rule', () => {
  it.each([
    ['equals a string', ['x'], 'x', 'y'],
    ['equals one of a list', ['x', 'y'], 'y', 'z'],
    ['equals a number', [5], 5, '5'],
    ['equals null', [null], null, 'null'],
    ['equals the empty string', [''], '', 'x'],
    ['equals true', [true], true, 'true'],
    ['begins with a prefix', [{ prefix: 'us-' }], 'us-east-1', 'eu-us-'],
    ['ends with a suffix', [{ suffix: '.png' }], 'a.png', 'a.jpg'],
    ['equals whatever the case', [{ 'equals-ignore-case': 'aLiCe' }], 'AliCE', 'bob'],
    ['is anything but one value', [{ 'anything-but': 'x' }], 'y', 'x'],
    ['is anything but some values', [{ 'anything-but': ['x', 3] }], 4, 3],
    ['is a number in a range', [{ numeric: ['>', 10, '<=', 20] }], 20, 10],
    ['is a number that equals', [{ numeric: ['=', 1.5] }], 1.5, 1],
    ['is present', [{ exists: true }], 'x', {}],
    ['matches any element of a list', ['x'], ['a', 'x'], ['a']],
  ])('%s', (_title, rules, matching, other) => {
    const matches = filterOf({ field: rules });
    expect(matches({ field: matching })).toBe(true);
    expect(matches({ field: other })).toBe(false);
  });

  it.each([
    ['is absent', { field: [{ exists: false }] }, true],
    ['is absent below an absent field', { outer: { field: [{ exists: false }] } }, true],
    ['is present', { field: [{ exists: true }] }, false],
    ['is anything but a value', { field: [{ 'anything-but': 'x' }] }, false],
    ['is null', { field: [null] }, false],
  ])('of an absent field: %s', (_title, pattern, expected) => {
    expect(filterOf(pattern)({ other: 1 })).toBe(expected);
  });

  it('needs all fields of a pattern, one branch of $or and one pattern of several', () => {
    const matches = filterOf({ a: [1], $or: [{ b: [2] }, { c: [3] }] }, { d: [4] });
    expect(matches({ a: 1, c: 3 })).toBe(true);
    expect(matches({ a: 1, b: 9, c: 9 })).toBe(false);
    expect(matches({ b: 2, c: 3 })).toBe(false);
    expect(matches({ d: 4 })).toBe(true);
  });

  it('reads the typed values of a stream record', () => {
    const matches = filterOf({
      eventName: ['MODIFY'],
      dynamodb: { NewImage: { Score: { N: [{ prefix: '1' }] } } },
    });
    const image = (Score: string) => ({
      eventName: 'MODIFY',
      dynamodb: { NewImage: { Score: { N: Score } } },
    });
    expect(matches(image('1100'))).toBe(true);
    expect(matches(image('900'))).toBe(false);
  });

  it.each([
    ['wildcard', { field: [{ wildcard: 'a*' }] }, 'operator "wildcard" is not supported'],
    ['cidr', { field: [{ cidr: '10.0.0.0/8' }] }, 'operator "cidr" is not supported'],
    ['an inherited name', { field: [{ toString: 1 }] }, 'operator "toString" is not supported'],
    ['a nested anything-but', { field: [{ 'anything-but': { prefix: 'x' } }] }, '$.field[0].anything-but'],
    ['an unknown comparison', { field: [{ numeric: ['!=', 1] }] }, 'comparison "!=" is not supported'],
    ['two operators in one rule', { field: [{ prefix: 'a', suffix: 'b' }] }, 'one operator'],
    ['a field without rules', { field: [] }, 'at least one rule'],
    ['a bare value', { field: 'x' }, '$.field: expects an object'],
    ['a single branch of $or', { $or: [{ a: [1] }] }, 'two or more'],
    ['an empty pattern', {}, 'at least one field'],
  ])('refuses %s by name when it is made', (_title, pattern, message) => {
    expect(() => filterOf(pattern)).toThrow(message);
  });

  it('refuses a pattern that is not JSON', () => {
    expect(() => createFilter({ Filters: [{ Pattern: '{' }] })).toThrow('is not JSON');
  });

  it('lets everything pass without patterns', () => {
    expect(createFilter(undefined)({})).toBe(true);
    expect(createFilter({ Filters: [] })({})).toBe(true);
  });
});

// The table of https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html
describe('a filter on the body of a message', () => {
  it.each([
    ['JSON body, JSON pattern', { body: { City: ['Seoul'] } }, '{"City":"Seoul"}', true],
    ['JSON body of other content', { body: { City: ['Seoul'] } }, '{"City":"Busan"}', false],
    ['plain body, JSON pattern', { body: { City: ['Seoul'] } }, 'Seoul', false],
    ['broken JSON body, JSON pattern', { body: { City: [{ exists: false }] } }, '{"City":', false],
    ['plain body, plain pattern', { body: [{ prefix: 'Se' }] }, 'Seoul', true],
    ['JSON body, plain pattern', { body: [{ prefix: '{' }] }, '{"City":"Seoul"}', false],
    ['plain body, no pattern for it', { messageId: ['m'] }, 'Seoul', true],
    ['JSON body, no pattern for it', { messageId: ['m'] }, '{"City":"Seoul"}', true],
  ])('%s', (_title, pattern, body, expected) => {
    expect(filterOf(pattern)({ messageId: 'm', body })).toBe(expected);
  });
});
