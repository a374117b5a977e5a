import { describe, expect, it } from '@jest/globals';
import { type JsonSchema, jsonSchema, matchesSchema } from './json-schema.ts';

// https://datatracker.ietf.org/doc/html/draft-fge-json-schema-validation-00
describe('a value matches a draft 4 schema', () => {
  it.each<[JsonSchema, unknown[], unknown[]]>([
    [{}, [null, 1, 'a', [], {}], []],
    [{ type: 'number' }, [0, -1.5, 1], ['1', null, true]],
    [{ type: 'integer' }, [0, -1], [1.5, '1']],
    [{ type: 'null' }, [null], [0, {}, []]],
    [{ type: 'object' }, [{}], [[], null, 'a']],
    [{ type: 'array' }, [[]], [{}, null]],
    [{ type: ['string', 'null'] }, ['a', null], [1]],
    [{ enum: ['a', { b: [1] }] }, ['a', { b: [1] }], ['b', { b: [2] }, { b: [1], c: 1 }]],
    [{ minimum: -90, maximum: 90 }, [-90, 90, 0, 'a'], [-90.1, 90.1]],
    [{ minimum: 0, exclusiveMinimum: true, maximum: 1, exclusiveMaximum: true }, [0.5], [0, 1]],
    [{ minLength: 1, maxLength: 2 }, ['a', '🦄🦄', 7], ['', 'abc']],
    [{ items: { type: 'number' }, minItems: 1, maxItems: 2 }, [[1], [1, 2]], [[], [1, 'a'], [1, 2, 3]]],
    [{ required: ['a'] }, [{ a: undefined }, 'no object'], [{}, { toString: 1 }]],
    [{ required: ['toString'] }, [{ toString: 1 }], [{}]],
    [{ properties: { a: { type: 'string' } } }, [{}, { a: 'x' }, { b: 1 }], [{ a: 1 }]],
    [{ properties: { a: {} }, additionalProperties: false }, [{}, { a: 1 }], [{ b: 1 }, { constructor: 1 }]],
    [{ minProperties: 1, maxProperties: 1 }, [{ a: 1 }], [{}, { a: 1, b: 2 }]],
    [
      { properties: { at: { type: 'object', required: ['x'] } }, required: ['at'] },
      [{ at: { x: 1 } }],
      [{ at: {} }, { at: 1 }],
    ],
  ])('%j', (schema, matching, others) => {
    expect(matching.filter((value) => !matchesSchema(schema, value))).toEqual([]);
    expect(others.filter((value) => matchesSchema(schema, value))).toEqual([]);
  });

  it('and keywords beyond those are refused by name, at any depth', () => {
    const parsed = jsonSchema.safeParse({ properties: { a: { items: { oneOf: [{}] } } } });
    expect(parsed.error?.issues).toMatchObject([
      { code: 'unrecognized_keys', keys: ['oneOf'], path: ['properties', 'a', 'items'] },
    ]);
  });
});
