import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { filterPattern } from './filter-pattern.ts';
import { matchesParts } from './json-comparison.ts';

const event = JSON.stringify({
  ...{ level: 'error', message: 'not found', count: 5, ratio: 0.5, nothing: null, done: true },
  ...{ player: { name: '김 철수' }, tags: ['a', 'b'] },
});

describe('filterPattern', () => {
  it.each([
    ['', 'anything', true],
    ['ERROR', '[ERROR] ERRORCODE: -1', true],
    ['ERROR', '[error]', false],
    ['ERROR Redis', 'Redis ERROR', true],
    ['ERROR Redis', 'Redis is up', false],
    ['ERROR -Redis', 'ERROR in Redis', false],
    ['ERROR -Redis', 'ERROR in S3', true],
    ['"in Redis" 철수', '철수 in Redis', true],
    ['"in Redis"', 'Redis in', false],
    ['?ERROR ?WARN', 'WARN', true],
    ['?ERROR ?WARN', 'INFO', false],
    ['"a \\"b\\""', 'say a "b"', true],
  ])('terms %j on %j: %j', (pattern, message, expected) => {
    expect(filterPattern(pattern)(message)).toBe(expected);
  });

  it.each([
    ['{ $.level = "error" }', true],
    ['{ $.level = error }', true],
    ['{ $.level = "err*" }', true],
    ['{ $.level = "err" }', false],
    ['{ $.level != "info" }', true],
    ['{ $.absent != "info" }', false],
    ['{ $.count = 5 }', true],
    ['{ $.count > 5 }', false],
    ['{ $.count >= 5 }', true],
    ['{$.ratio<0.6}', true],
    ['{ $.level > 3 }', false],
    ['{ $.player.name = "김 철수" }', true],
    ['{ $.tags[1] = "b" }', true],
    ['{ $.nothing IS NULL }', true],
    ['{ $.done IS FALSE }', false],
    ['{ $.absent NOT EXISTS }', true],
    ['{ $.count = 1 || $.level = "error" && $.done IS TRUE }', true],
    ['{ ($.count = 1 || $.level = "error") && $.done IS FALSE }', false],
  ])('JSON pattern %s: %j', (pattern, expected) => {
    expect(filterPattern(pattern)(`${event}\n`)).toBe(expected);
    expect(filterPattern(pattern)('not JSON')).toBe(false);
  });

  it('answers for a wildcard as the same regular expression, for any text', () => {
    const unit = fc.constantFrom('a', 'b', '*', 'ab', '한');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 6 }), fc.string({ unit, maxLength: 8 }), (glob, text) => {
        const form = new RegExp(`^${glob.replaceAll('*', '.*')}$`, 's');
        expect(matchesParts(glob.split('*'), text)).toBe(form.test(text));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['{ $.player = "*" }', false],
    ['{ $.player != "x" }', false],
    ['{ $.constructor NOT EXISTS }', true],
    ['{ $.count = "5" }', true],
  ])('compares values and own fields alone: %s: %j', (pattern, expected) => {
    expect(filterPattern(pattern)(event)).toBe(expected);
  });

  it("refuses a pattern over 1,024 characters in AWS's words", () => {
    const message = expect.stringMatching(
      /^1 validation error detected: Value '.* length less than or equal to 1024$/,
    );
    expect(() => filterPattern('a'.repeat(1025))).toThrow(
      expect.objectContaining({ code: 'InvalidParameterException', message }),
    );
    expect(filterPattern('a'.repeat(1024))('a')).toBe(false);
  });

  it.each([
    '{ $.a IS toString }',
    '{ $.a = %x+% }',
    '[ip, user]',
    '%regex%',
    'a-b',
    '?a b',
    '{ $.a }',
    '{ a = 1 }',
    '{ $.a > "x" }',
    '{ $.a = 1',
    '{ ($.a = 1 }',
    '{ $.a = 1 $.b = 2 }',
  ])('refuses %s by name', (pattern) => {
    const refused = { code: 'InvalidParameterException', message: expect.stringContaining(pattern) };
    expect(() => filterPattern(pattern)).toThrow(expect.objectContaining(refused));
  });
});
