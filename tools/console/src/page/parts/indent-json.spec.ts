import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { indentJson } from './indent-json.ts';

it('writes JSON as JSON.stringify does with two spaces, for any value', () => {
  fc.assert(
    fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
      expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, undefined, 2));
    }),
  );
});

it('leaves numbers and escapes as they were written', () => {
  expect(indentJson(String.raw`{"id":12345678901234567890,"at":1.50,"name":"\u003c가"}`)).toBe(
    '{\n  "id": 12345678901234567890,\n  "at": 1.50,\n  "name": "\\u003c가"\n}',
  );
});

it.each(['', 'no json', '{"a":', '"text"', '12', '[1,]'])('leaves %j as it is', (text) => {
  expect(indentJson(text)).toBe(text);
});
