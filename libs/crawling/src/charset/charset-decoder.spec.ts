import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCharsetDecoder } from './charset-decoder.ts';
import { charsetOfLabel } from './labels.ts';
import { LABELS } from './labels.fixture.ts';

const decode = (charset: string, ...pieces: Uint8Array[]) => {
  const decoder = createCharsetDecoder(charset);
  return pieces.map((piece) => decoder.write(piece)).join('') + decoder.end();
};
const bytesOf = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** What each pair of bytes stands for, those left out that stand for nothing, in the order of the bytes. */
function charactersOf(charset: string, before: readonly number[], leads: readonly number[]): string[] {
  const decoder = createCharsetDecoder(charset);
  return leads
    .flatMap((lead) => range(0x40, 0xfe).map((trail) => [...before, lead, trail]))
    .map((bytes) => decoder.write(Uint8Array.from(bytes)) + decoder.end())
    .filter((text) => !text.includes('\ufffd'));
}

describe('every character of', () => {
  it.each([
    // The characters of index-big5.txt and the four of two code points, in order.
    [
      'big5',
      [],
      range(0x81, 0xfe),
      18_594,
      'e7920b36af3300c668f66ce3c6533c95de72d85ced7a81a4322699a6221a99ac',
    ],
    [
      'euc-kr',
      [],
      range(0x81, 0xfe),
      17_048,
      'f49bf642f090c1ce9815815ce783022b6deebb12346af361db70c72d9d7bb59d',
    ],
    [
      'euc-jp',
      [],
      range(0xa1, 0xfe),
      7_336,
      'a217d8755e0832bc5b4372ef085059871300a0155b7fe99b81b9cfe1883eb606',
    ],
    [
      'euc-jp',
      [0x8f],
      range(0xa1, 0xfe),
      6_067,
      '6ad3bfa0c33c357ee0ee3910de59a2547649809f6f0716d8d09a3fa7b10146fb',
    ],
    // With the 1,880 characters of private use that the decoder answers.
    [
      'shift_jis',
      [],
      [...range(0x81, 0x9f), ...range(0xe0, 0xfc)],
      9_604,
      '13dfc48f55064d44af98a9ce9e7ea5e9584f997821c14ccf3e212b2d67a7f00a',
    ],
    [
      'gb18030',
      [],
      range(0x81, 0xfe),
      23_940,
      '85373408efe24c652c0a2f37997df8c657b0e8a654d07d9f9d97f1ad16609bc6',
    ],
    [
      'gbk',
      [],
      range(0x81, 0xfe),
      23_940,
      '85373408efe24c652c0a2f37997df8c657b0e8a654d07d9f9d97f1ad16609bc6',
    ],
  ])('%s after %j is where the index of the standard has it', (charset, before, leads, count, hash) => {
    const known = charactersOf(charset, before, leads);
    expect(known).toHaveLength(count);
    expect(sha256(known.join(''))).toBe(hash);
  });

  it('the 27 encodings of one byte is where their indexes have it', () => {
    const names = Object.keys(LABELS).filter((name) =>
      /^(?!.*8-i)(ibm|iso-8|koi8|mac|windows|x-mac)/.test(name),
    );
    expect(names).toHaveLength(27);
    const upper = Uint8Array.from(range(0x80, 0xff));
    expect(sha256(names.map((name) => decode(name, upper)).join(''))).toBe(
      'd1249ec9189e2cc9a45ac71923bffba847a160de1f82b3226a919814f254d5ab',
    );
    expect(decode('iso-8859-8-i', upper)).toBe(decode('iso-8859-8', upper));
    const lower = Uint8Array.from(range(0, 0x7f));
    for (const name of names) expect(decode(name, lower)).toBe(Buffer.from(lower).toString('latin1'));
  });
});

describe('bytes in', () => {
  it.each([
    ['big5', '88 62 88 64 88 a3 88 a5', 'Ê̄Ê̌ê̄ê̌'],
    ['big5', '87 40 8b c3 8d c9 a4 40 fe fe', '䏰\u{2f878}檂一秔'],
    ['big5', 'c6 a1 c8 f7 f9 fe 81 40', '①ɛ￭\ufffd@'],
    ['big5', 'a4 3c 62', '\ufffd<b'],
    ['euc-kr', '8c 63 94 ee c6 52 a2 e6 a2 e7', '똠뷁힣€®'],
    ['euc-kr', '80 ff 41 81 3c 70 c9 a1', '\ufffd\ufffdA\ufffd<p\ufffd'],
    ['euc-jp', '8e b1 8f b0 a1 a4 a2 8e e0 8f f3 a1 41', 'ｱ丂あ\ufffd\ufffdA'],
    ['euc-jp', '8f 41 8f a1 41', '\ufffdA\ufffdA'],
    ['shift_jis', '80 b1 82 a0 f0 40 fa 40 ff 82 3c', '\x80ｱあ\ue000ⅰ\ufffd\ufffd<'],
    ['gb18030', '81 35 f4 37 a8 bc 84 31 a4 37 90 30 81 30 80', '\ue7c7ḿ\ufffd\u{10000}€'],
    ['gb18030', 'a6 d9 fe 59 fe a0 84 31 82 36', '\ufe10龴龻\ufe10'],
    ['gb18030', '81 30 81 41 81 30 3c ff 81 3c', '\ufffd0丄\ufffd0<\ufffd\ufffd<'],
    ['iso-2022-jp', '1b 24 42 24 22 1b 28 4a 5c 7e 1b 28 49 31 1b 28 42 5c', 'あ¥‾ｱ\\'],
    ['iso-2022-jp', '1b 24 41 41 1b 28 1b 28 42 0e 80', '\ufffd$AA\ufffd(\ufffd\ufffd'],
    ['iso-2022-jp', '1b 28 4a 1b 28 42 41 1b 24 42 24 1b 28 42 41', '\ufffdA\ufffdA'],
    ['x-user-defined', '41 80 ff', 'A\uf780\uf7ff'],
    ['replacement', '3c 70 3e', '\ufffd'],
    ['macintosh', 'db f0', '€\uf8ff'],
    ['koi8-u', 'ae be', 'ўЎ'],
    ['iso-8859-16', 'a4 aa', '€Ș'],
    ['windows-1255', 'ca', '\u05ba'],
    ['utf-8', 'ef bb bf ea b0 80 ff', '가\ufffd'],
    ['utf-16le', 'ff fe 00 ac 00', '가\ufffd'],
  ])('%s: %s are %j, also when they come one by one', (charset, hex, text) => {
    const bytes = bytesOf(hex);
    expect(decode(charset, bytes)).toBe(text);
    expect(decode(charset, ...Array.from(bytes, (_, at) => bytes.subarray(at, at + 1)))).toBe(text);
  });

  it.each(['big5', 'euc-kr', 'euc-jp', 'shift_jis', 'gb18030', 'gbk', 'iso-2022-jp', 'utf-8', 'utf-16be'])(
    '%s read the same however they are cut, and never throw',
    (charset) => {
      const byte = fc.oneof(
        fc.constantFrom(0x1b, 0x24, 0x28, 0x42, 0x4a, 0x30, 0x31, 0x81, 0x8e, 0x8f, 0xa1, 0xfe),
        fc.nat(255),
      );
      fc.assert(
        fc.property(fc.array(byte, { maxLength: 40 }), fc.nat(40), (input, cut) => {
          const bytes = Uint8Array.from(input);
          expect(decode(charset, bytes.subarray(0, cut), bytes.subarray(cut))).toBe(decode(charset, bytes));
        }),
        { numRuns: 400 },
      );
    },
  );

  it('a decoder that has ended are read as by a new one', () => {
    for (const charset of ['big5', 'gb18030', 'iso-2022-jp', 'euc-jp']) {
      const decoder = createCharsetDecoder(charset);
      expect(decoder.write(bytesOf('81')) + decoder.end()).toBe('\ufffd');
      expect(decoder.write(bytesOf('41')) + decoder.end()).toBe('A');
    }
  });
});

describe('an encoding', () => {
  it.each(Object.entries(LABELS))('%s is known by every label of the standard: %s', (charset, labels) => {
    for (const label of labels.split(' '))
      for (const written of [label, label.toUpperCase(), `\t\n\f\r ${label} `])
        expect([written, charsetOfLabel(written)]).toEqual([written, charset]);
  });

  it('is known by three labels of Korean sites and by no others', () => {
    expect(['CP949', 'ms949', ' uhc'].map(charsetOfLabel)).toEqual(['euc-kr', 'euc-kr', 'euc-kr']);
    for (const label of ['', 'utf-9', 'utf-7', 'utf-32', 'cp950', 'big5hkscs', '\u00a0utf-8', 'utf 8'])
      expect([label, charsetOfLabel(label)]).toEqual([label, undefined]);
  });
});
