import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { charsetOfLabel, createCharsetDecoder, detectCharset } from './charset.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('detectCharset', () => {
  const meta = bytes('<!doctype html><meta charset="euc-kr"><title>');

  it('goes by byte order mark, then header, then meta, then UTF-8', () => {
    const bom = Uint8Array.of(0xef, 0xbb, 0xbf, ...meta);
    expect(detectCharset(bom, 'text/html; charset=euc-kr')).toEqual({ charset: 'utf-8', charsetFrom: 'bom' });
    expect(detectCharset(meta, 'text/html; charset=shift_jis')).toEqual({
      charset: 'shift_jis',
      charsetFrom: 'header',
    });
    expect(detectCharset(meta, 'text/html')).toEqual({ charset: 'euc-kr', charsetFrom: 'meta' });
    expect(detectCharset(bytes('<p>'), 'text/html')).toEqual({ charset: 'utf-8', charsetFrom: 'fallback' });
  });

  it.each([
    [[0xfe, 0xff, 0, 0x3c], 'utf-16be'],
    [[0xff, 0xfe, 0x3c, 0], 'utf-16le'],
  ])('knows the mark %j', (head, charset) => {
    expect(detectCharset(Uint8Array.from(head), '')).toEqual({ charset, charsetFrom: 'bom' });
  });

  it.each([
    'charset=EUC-KR',
    'Charset = "ks_c_5601-1987"',
    "charset='cp949'; x=y",
    'a=b;charset=windows-949',
  ])('reads the header parameter %s', (parameter) => {
    expect(detectCharset(bytes(''), `text/html; ${parameter}`).charset).toBe('euc-kr');
  });

  it.each([
    ['<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=euc-kr">', 'euc-kr'],
    ['<meta content="text/html;charset=euc-kr" http-equiv=content-type>', 'euc-kr'],
    ['<!-- <meta charset=big5> --><meta charset=euc-kr>', 'euc-kr'],
    ['<meta charset="nonsense"><meta charset=" euc-kr ">', 'euc-kr'],
    ['<meta charset=utf-16>', 'utf-8'],
    ['<script>"<meta charset=big5>"</script>', 'utf-8'],
  ])('reads %j as %s', (head, charset) => expect(detectCharset(bytes(head), '').charset).toBe(charset));

  it('looks for a meta in the first 1,024 bytes only', () => {
    const head = (blanks: number) => bytes(`<!--${' '.repeat(blanks)}--><meta charset=euc-kr>`);
    expect(detectCharset(head(900), '').charset).toBe('euc-kr');
    expect(detectCharset(head(1_010), '').charset).toBe('utf-8');
  });

  it('ignores an unknown label, and says that it had to guess', () => {
    const head = bytes('<meta charset="klingon">');
    expect(detectCharset(head, 'text/html; charset=x-none')).toEqual({
      charset: 'utf-8',
      charsetFrom: 'fallback',
    });
    expect(detectCharset(meta, 'text/html; charset=x-none')).toEqual({
      charset: 'euc-kr',
      charsetFrom: 'meta',
    });
  });
});

const decode = (charset: string, ...pieces: Uint8Array[]) => {
  const decoder = createCharsetDecoder(charset);
  return pieces.map((piece) => decoder.write(piece)).join('') + decoder.end();
};
const LEADS = Array.from({ length: 0xfe - 0x81 + 1 }, (_, i) => 0x81 + i);
const TRAILS = Array.from({ length: 0xfe - 0x41 + 1 }, (_, i) => 0x41 + i);

describe('EUC-KR', () => {
  it('is code page 949: all 17,048 characters of it, as Python decodes them', () => {
    const pairs = LEADS.flatMap((lead) => TRAILS.map((trail) => Uint8Array.of(lead, trail)));
    const known = pairs.map((pair) => decode('euc-kr', pair)).filter((text) => !text.includes('\ufffd'));
    expect(known).toHaveLength(17_048);
    // The UTF-8 of bytes([lead, trail]).decode('cp949') for every pair that it accepts, in order.
    expect(createHash('sha256').update(known.join('')).digest('hex')).toBe(
      'f49bf642f090c1ce9815815ce783022b6deebb12346af361db70c72d9d7bb59d',
    );
  });

  it.each([
    [[0xb0, 0xa1], '가'],
    [[0x8c, 0x63], '똠'],
    [[0x94, 0xee], '뷁'],
    [[0xc6, 0x52], '힣'],
    [[0x41, 0x42], 'AB'],
    [[0xa2, 0xe6], '€'],
    [[0x80], '\ufffd'],
    [[0xff, 0x41], '\ufffdA'],
    [[0xb0], '\ufffd'],
    [[0x81, 0x3c, 0x70], '\ufffd<p'],
    [[0xc9, 0xa1], '\ufffd'],
  ])('reads %j as %j', (input, text) => expect(decode('euc-kr', Uint8Array.from(input))).toBe(text));

  it('reads the same however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(60), (input, cut) => {
        const whole = decode('euc-kr', input);
        expect(decode('euc-kr', input.subarray(0, cut), input.subarray(cut))).toBe(whole);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('another encoding', () => {
  it.each([
    ['utf-8', [0xea, 0xb0, 0x80], '가'],
    ['shift_jis', [0x82, 0xa0], 'あ'],
    ['euc-jp', [0xa4, 0xa2], 'あ'],
    ['gb18030', [0xb0, 0xa1], '啊'],
    ['big5', [0xa4, 0x40], '一'],
    ['windows-1252', [0xe9], 'é'],
    ['utf-16le', [0x00, 0xac], '가'],
  ])('%s is read, also when a character is cut in two', (charset, input, text) => {
    const all = Uint8Array.from(input);
    expect(decode(charset, all.subarray(0, 1), all.subarray(1))).toBe(text);
  });

  it('is known by its labels and by no others', () => {
    expect(
      ['UTF8', ' latin1 ', 'CP949', 'uhc', 'ks_c_5601-1987', 'x-sjis'].map((label) => charsetOfLabel(label)),
    ).toEqual(['utf-8', 'windows-1252', 'euc-kr', 'euc-kr', 'euc-kr', 'shift_jis']);
    expect(['', 'utf-9', 'iso-2022-kr', 'utf-7'].map((label) => charsetOfLabel(label))).toEqual(
      Array(4).fill(undefined),
    );
  });
});
