import { runs, SEED, SEED_NOTE } from '@hanok/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CborError, decodeCbor, encodeCbor } from './cbor.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const noTimes = () => false;

/** https://www.rfc-editor.org/rfc/rfc8949.html#name-examples-of-encoded-cbor-da */
describe('CBOR', () => {
  it.each([
    ['00', 0],
    ['1903e8', 1000],
    ['1b000000e8d4a51000', 1_000_000_000_000],
    ['3903e7', -1000],
    ['f93c00', 1],
    ['f90001', 5.960464477539063e-8],
    ['fa47c35000', 100_000],
    ['fbc010666666666666', -4.1],
    ['f97e00', 'NaN'],
    ['f9fc00', '-Infinity'],
    ['c11a514b67b0', 1_363_896_240],
    ['6449455446', 'IETF'],
    ['7f657374726561646d696e67ff', 'streaming'],
    ['4401020304', 'AQIDBA=='],
    ['83010203', [1, 2, 3]],
    ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
    ['bf61610161629f0203ffff', { a: 1, b: [2, 3] }],
    ['84f4f5f6f7', [false, true, null, undefined]],
  ])('is read: %s', (bytes, value) => {
    expect(decodeCbor(hex(bytes))).toEqual(value);
  });

  it.each([
    '',
    '18',
    '1c',
    '7f01ff',
    'a1',
    'ff',
    '9f',
    '0000',
    'c2420100',
    'f8ff',
    '9b00ffffffffffffff',
    '81'.repeat(5000),
  ])('is refused when it is none: %.20s', (bytes) => {
    expect(() => decodeCbor(hex(bytes))).toThrow(CborError);
  });

  it('says which numbers are times', () => {
    const written = encodeCbor(
      { Timestamps: [1_363_896_240], Values: [1.5] },
      (name) => name === 'Timestamps',
    );
    expect(written.toString('hex')).toBe(
      `a2 6a ${Buffer.from('Timestamps').toString('hex')} 81 c11a514b67b0 66 ${Buffer.from('Values').toString('hex')} 81 fb3ff8000000000000`.replaceAll(
        ' ',
        '',
      ),
    );
  });

  it(`reads what it writes ${SEED_NOTE}`, () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const kept = JSON.stringify(decodeCbor(encodeCbor(value, noTimes)));
        expect(JSON.parse(kept)).toEqual(withoutNulls(JSON.parse(JSON.stringify(value))));
      }),
      { seed: SEED, numRuns: runs(200) },
    );
  });
});

/** Members without a value are not written. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)]));
}
