import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fingerprint } from './index.ts';

/** The same JSON value with the keys of every object the other way round. */
function reversed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed);
  const entries = Object.entries(value).map(([key, each]) => [key, reversed(each)] as const);
  return Object.fromEntries(entries.toReversed());
}

describe('fingerprint', () => {
  it('is the SHA-256 of JSON with sorted keys, 43 characters of base64url', () => {
    expect(fingerprint({ b: 1, a: 'x' })).toBe('zasGfp876zLRJSz9Y-SSWS_sv1kbDQjK2yS7F_OGQkY');
  });

  it('is the same whatever the order of the keys, at any depth', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => expect(fingerprint(reversed(value))).toBe(fingerprint(value))),
    );
  });

  it('is the same only for equal JSON', () => {
    const values = fc.jsonValue({ maxDepth: 1 });
    fc.assert(
      fc.property(values, values, (a, b) => {
        const asSent = [a, b].map((value): unknown => JSON.parse(JSON.stringify(value)));
        expect(fingerprint(a) === fingerprint(b)).toBe(isDeepStrictEqual(asSent[0], asSent[1]));
      }),
    );
  });

  it.each([
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: 1 }, { a: '1' }],
    [{ a: null }, {}],
    [{ ['__proto__']: 1 }, {}],
    [undefined, null],
    ['\ud800', '\ufffd'],
  ])('tells %j from %j', (a, b) => {
    expect(fingerprint(a)).not.toBe(fingerprint(b));
  });
});
