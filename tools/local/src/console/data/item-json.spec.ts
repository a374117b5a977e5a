import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ConsoleError } from '../console-operation.ts';
import { itemOf, itemText } from './item-json.ts';

describe('the JSON of an item', () => {
  it('comes back as it was, whatever types it has', () => {
    const text = JSON.stringify({
      ...{
        S: { S: '가' },
        N: { N: '-1.5e3' },
        B: { B: 'AP8=' },
        BOOL: { BOOL: false },
        NULL: { NULL: true },
      },
      ...{ SS: { SS: ['a'] }, NS: { NS: ['1'] }, BS: { BS: ['AA=='] } },
      M: { M: { L: { L: [{ N: '1' }, { M: {} }] } } },
    });
    expect(itemText(itemOf(text))).toBe(text);
  });

  it.each([
    ['{', 'JSON'],
    ['[]', 'write an object'],
    ['{"a": 1}', 'a: write a type'],
    ['{"a": {"S": "x", "N": "1"}}', 'a: write a type'],
    ['{"a": {"X": "x"}}', 'a: write a type'],
    ['{"a": {"constructor": "x"}}', 'a: write a type'],
    ['{"a": {"N": 5}}', 'a: N is a number in quotes'],
    ['{"a": {"M": {"b": {"L": [{"S": 1}]}}}}', 'a.b[0]: S is text in quotes'],
    ['{"a": {"B": "?"}}', 'a: B is base64'],
  ])('says of %s where it is wrong: %s', (text, reason) => {
    expect(() => itemOf(text)).toThrow(ConsoleError);
    expect(() => itemOf(text)).toThrow(reason);
  });

  it('is read or refused with a reason, whatever is written', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        try {
          itemOf(text);
        } catch (error) {
          expect(error).toBeInstanceOf(ConsoleError);
        }
      }),
    );
  });
});
