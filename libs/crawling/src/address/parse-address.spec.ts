import { isIP } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseAddress } from './parse-address.ts';

describe('parseAddress', () => {
  it('reads what URL writes, and gives the same bytes for every way to write them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const groups = Array.from({ length: 8 }, (_, i) =>
          (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16),
        );
        const long = groups.join(':');
        const short = new URL(`http://[${long}]/`).hostname.slice(1, -1);
        const tail = [...bytes.slice(12)].join('.');
        const mixed = `${groups.slice(0, 6).join(':')}:${tail}`;
        for (const text of [long, short, mixed, long.toUpperCase()])
          expect(parseAddress(text)).toEqual([...bytes]);
      }),
      { numRuns: 500 },
    );
  });

  it('never takes for an address what Node does not', () => {
    const piece = fc.constantFrom('0', '1', '255', '256', '01', 'ff', 'fffff', ':', '::', '.', '%1', '', 'g');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 18 }), (pieces) => {
        const text = pieces.join('');
        if (parseAddress(text)) expect(isIP(text)).not.toBe(0);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    '',
    '1',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '0x1.2.3.4',
    '1.2.3.256',
    '1.2.3.-4',
    '1.2.3.4 ',
    '１.2.3.4',
  ])('answers undefined for %j', (text) => expect(parseAddress(text)).toBeUndefined());
  it.each([
    '::1%lo',
    '[::1]',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '::1.2.3',
    '1:2:3:4:5:6:7::8',
    'g::',
  ])('answers undefined for %j', (text) => expect(parseAddress(text)).toBeUndefined());
});
