import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { attributesOf, type Plain, plainOf } from './attributes.ts';
import { defineTable } from './define-table.ts';
import { ItemShapeError } from './errors.ts';
import { itemOf, keyOf, parseItem, readItem } from './items.ts';

const VISIT_TABLE = defineTable({
  name: 'Visits',
  key: { partition: { name: 'Page', type: 'S' }, sort: { name: 'At', type: 'N' } },
});
const visit = z.object({
  Page: z.string(),
  At: z.int(),
  Reader: z.optional(z.string()),
  Place: z.object({ Latitude: z.number() }),
  Tags: z.array(z.string()),
});
const VISIT = { Page: '/', At: 5, Place: { Latitude: 47.5 }, Tags: ['a', 'b'] };
const ITEM = {
  Page: { S: '/' },
  At: { N: '5' },
  Place: { M: { Latitude: { N: '47.5' } } },
  Tags: { L: [{ S: 'a' }, { S: 'b' }] },
};

const plain = fc.letrec<{ value: Plain }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    // DynamoDB has no negative zero.
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array(),
    fc.array(tie('value')),
    fc.dictionary(fc.string(), tie('value'), { noNullPrototype: true }),
  ),
})).value;

describe('attributesOf and plainOf', () => {
  it('give every plain value back', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), plain, { noNullPrototype: true }), (values) => {
        expect(plainOf(attributesOf(values))).toEqual(values);
      }),
    );
  });

  it('leave out what is undefined and keep a field called __proto__', () => {
    const values = Object.fromEntries([
      ['__proto__', 'text'],
      ['gone', undefined],
    ]);
    expect(Object.entries(attributesOf(values))).toEqual([['__proto__', { S: 'text' }]]);
  });

  it('read sets as arrays', () => {
    expect(plainOf({ Names: { SS: ['a'] }, Numbers: { NS: ['1', '2'] } })).toEqual({
      Names: ['a'],
      Numbers: [1, 2],
    });
  });
});

describe('keyOf', () => {
  it('takes partition and sort key out of a whole item', () => {
    expect(keyOf(VISIT_TABLE, VISIT)).toEqual({ Page: { S: '/' }, At: { N: '5' } });
  });
});

describe('itemOf', () => {
  it('writes the fields of the schema and no others', () => {
    const wider = { ...VISIT, More: 1 };
    expect(itemOf(visit, wider)).toEqual(ITEM);
  });

  it('writes an optional field when it is there', () => {
    expect(itemOf(visit, { ...VISIT, Reader: 'kim' })).toEqual({ ...ITEM, Reader: { S: 'kim' } });
  });

  it('refuses a value that could not be read again, and names the field', () => {
    const write = () => itemOf(visit, { ...VISIT, At: 0.5 });
    expect(write).toThrow(new ItemShapeError('The item cannot be written: At: expected int'));
  });
});

describe('readItem', () => {
  it('reads what itemOf writes', () => {
    expect(readItem(VISIT_TABLE, visit, itemOf(visit, VISIT))).toEqual(VISIT);
  });

  it('names table, key and every bad field', () => {
    const read = () => readItem(VISIT_TABLE, visit, { ...ITEM, Tags: { N: '1' }, Place: { M: {} } });
    expect(read).toThrow(
      new ItemShapeError('Visits, Page /, At 5: Place.Latitude: missing; Tags: expected array'),
    );
  });

  it('says which part of the key is missing', () => {
    expect(() => readItem(VISIT_TABLE, visit, { Page: { S: '/' } })).toThrow(
      'Visits, Page /, At missing: At: missing',
    );
  });
});

describe('parseItem', () => {
  it('answers the reason instead of throwing it', () => {
    expect(parseItem(visit, { ...ITEM, At: { S: 'noon' } })).toEqual({
      ok: false,
      reason: 'At: expected number',
    });
  });
});
