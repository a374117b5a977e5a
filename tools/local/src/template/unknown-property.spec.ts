import { expect, it } from '@jest/globals';
import * as z from 'zod';
import type { Json } from './template.ts';
import { unknownProperty } from './unknown-property.ts';

const inner = z.strictObject({ Name: z.string() });
const schema = z.strictObject({
  Name: z.string().optional(),
  Inner: inner.optional(),
  Default: inner.default({ Name: 'x' }),
  List: z.array(inner).optional(),
  Map: z.record(z.string(), inner).optional(),
  Pipe: inner.transform(({ Name }) => Name).optional(),
  Items: z.preprocess((value) => [value].flat(), z.array(inner)),
  Kind: z
    .discriminatedUnion('Type', [
      z.strictObject({ Type: z.literal('a'), A: inner }),
      z.strictObject({ Type: z.literal('b'), B: inner }),
    ])
    .optional(),
  Either: z.union([z.string(), inner]).optional(),
  Loose: z.looseObject({ Inner: inner }).optional(),
});
const wrong = { Name: 'x', More: 1 };

it.each<[Json, string]>([
  [{ More: 1 }, 'More'],
  [{ Inner: wrong }, 'Inner.More'],
  [{ Default: wrong }, 'Default.More'],
  [{ List: [{ Name: 'x' }, wrong] }, 'List.1.More'],
  [{ Map: { Ref: wrong } }, 'Map.Ref.More'],
  [{ Pipe: wrong }, 'Pipe.More'],
  [{ Items: [wrong] }, 'Items.0.More'],
  [{ Items: wrong }, 'Items.More'],
  [{ Kind: { Type: 'b', A: { Name: 'x' } } }, 'Kind.A'],
  [{ Kind: { Type: 'b', B: wrong } }, 'Kind.B.More'],
  [{ Loose: { Other: 1, Inner: wrong } }, 'Loose.Inner.More'],
  [{ Inner: { 'Fn::If': ['x'], More: 1 } }, 'Inner.More'],
  [{ constructor: 1 }, 'constructor'],
])('names in %j the property %s', (value, path) => {
  expect(unknownProperty(schema, value)).toBe(path);
});

it.each<[Json]>([
  [{}],
  [{ Name: { Ref: 'A' }, Inner: { 'Fn::GetAtt': ['A', 'Arn'] }, List: [{ Name: { 'Fn::Sub': 'x' } }] }],
  [{ Name: 1, List: 'no list', Inner: [wrong], Map: [wrong] }],
  [{ Kind: { Type: { Ref: 'A' }, More: 1 }, Loose: { Other: 1 } }],
  ['text'],
  [null],
])('names none in %j', (value) => {
  expect(unknownProperty(schema, value)).toBeUndefined();
});

it('leaves a union that nothing discriminates to the parser', () => {
  expect(unknownProperty(schema, { Either: wrong })).toBeUndefined();
  expect(schema.safeParse({ Items: [], Either: wrong }).success).toBe(false);
});
