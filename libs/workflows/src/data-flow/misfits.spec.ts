import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { misfits } from './misfits.ts';
import { jsonSchemaOf } from './json-schema.ts';

const between = (source: z.core.$ZodType, target: z.core.$ZodType) =>
  misfits(jsonSchemaOf(source, 'output'), jsonSchemaOf(target, 'input'));

describe('misfits', () => {
  it.each([
    ['a narrower text', z.literal('a'), z.string().check(z.minLength(1), z.maxLength(3)), []],
    ['a whole number as a number', z.int(), z.number(), []],
    ['one of several as more', z.enum(['a', 'b']), z.enum(['a', 'b', 'c']), []],
    ['an optional member as none', z.object({ a: z.optional(z.string()) }), z.object({}), []],
    ['either as either', z.union([z.string(), z.null()]), z.nullable(z.string()), []],
    ['anything as anything', z.unknown(), z.unknown(), []],
    ['a tuple as a list', z.tuple([z.int(), z.int()]), z.array(z.number()), []],
    ['a text as a number', z.string(), z.number(), ['$ is string, number is expected']],
    ['anything as a text', z.unknown(), z.string(), ['$ may be anything, string is expected']],
    ['a longer text', z.string(), z.string().check(z.maxLength(3)), ['$ may break maxLength 3']],
    ['one more value', z.enum(['a', 'x']), z.enum(['a']), ['$ may be other than "a"']],
    ['a missing member', z.object({}), z.object({ a: z.string() }), ['$.a may be missing']],
    ['a member too many', z.object({ a: z.int() }), z.strictObject({}), ['$.a is not expected']],
    ['a wrong item', z.array(z.string()), z.array(z.int()), ['$[] is string, integer is expected']],
    ['a list as a pair', z.array(z.int()), z.tuple([z.int(), z.int()]), ['$ may have other than 2 items']],
  ])('takes %s for what it is', (_, source, target, reasons) => {
    expect(between(source, target)).toEqual(reasons);
  });

  it('answers none for a shape that lies within another, and then every value of the one parses as the other', () => {
    const range = fc
      .tuple(fc.integer({ min: -9, max: 9 }), fc.nat(9))
      .map(([low, span]) => [low, low + span] as const);
    fc.assert(
      fc.property(range, range, fc.boolean(), ([a, b], [c, d], optional) => {
        const member = z.int().check(z.minimum(a), z.maximum(b));
        const source = z.object({ n: optional ? z.optional(member) : member });
        const target = z.object({ n: z.int().check(z.minimum(c), z.maximum(d)) });
        const values = Array.from({ length: b - a + 1 }, (_, index) => ({ n: a + index }));
        const everyOneFits = !optional && values.every((value) => z.safeParse(target, value).success);
        expect(between(source, target).length === 0).toBe(everyOneFits);
      }),
    );
  });
});
