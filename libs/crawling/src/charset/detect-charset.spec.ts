import { describe, expect, it } from '@jest/globals';
import { detectCharset } from './detect-charset.ts';

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
    // The next ones are those of html5lib-tests that differ from a parser's reading.
    ['<script type="text/plain"><meta charset="iso8859-2"></script>', 'iso-8859-2'],
    ['<style><meta charset="iso8859-2"></style>', 'iso-8859-2'],
    ['<metacharset=iso8859-2>', 'utf-8'],
    ['<meta\ncharset=\niso8859-2\n>', 'iso-8859-2'],
    ['<meta http-equiv="Content-Type" content=text/html; charset=iso8859-2>', 'iso-8859-2'],
    ['<meta http-equiv="Content-Type content="text/html; charset=iso8859-2">', 'utf-8'],
    ['<meta http-equiv="Content-Type " content="text/html; charset=iso8859-2">', 'utf-8'],
    ['<meta content="text/html; charset=iso8859-2">', 'utf-8'],
    ['<meta content="\ntext/html; charset=iso8859-2\n" http-equiv="Content-Type">', 'iso-8859-2'],
    ['<meta charset="iso8859-2>\n<p>"</p>', 'utf-8'],
    ['<meta charset=iso8859-2">\n<p>"</p>', 'utf-8'],
    ['<meta " charset=iso8859-2>\n<p>"</p>', 'iso-8859-2'],
    ['<meta test=" charset=iso8859-2>\n<p>"</p>', 'utf-8'],
    ['<meta test=x" charset=iso8859-2>\n<p>"</p>', 'iso-8859-2'],
    ['<p title="x>\n<meta charset=iso8859-2>\n<p>"</p>', 'utf-8'],
    ['<p title="x>">\n<meta charset=iso8859-2>', 'iso-8859-2'],
    ["<meta <meta charset='euc-jp'>", 'euc-jp'],
    ['<meta charset=euc-jp', 'utf-8'],
    ['<meta charset = "', 'utf-8'],
    [`<meta http-equiv="Content-Type" content="text/html; charset='euc-jp'">`, 'euc-jp'],
    [`<meta http-equiv="Content-Type" content="text/html; charset='euc-jp">`, 'utf-8'],
    ['<meta http-equiv=content-type content="charset charset=euc-jp;x">', 'euc-jp'],
    ['<!--><meta charset=euc-kr>', 'euc-kr'],
    ['<! <meta charset=big5>><meta charset=euc-kr>', 'euc-kr'],
    ['</a/><meta/charset=euc-kr>', 'euc-kr'],
    ['<meta charset=x-user-defined>', 'windows-1252'],
    ['<meta charset=bogus http-equiv=content-type content="charset=big5"><meta charset=euc-kr>', 'euc-kr'],
    ['<meta charset=iso-2022-kr>', 'replacement'],
  ])('reads %j as %s', (head, charset) => expect(detectCharset(bytes(head), '').charset).toBe(charset));

  it.each([
    ['<?xml version="1.0" encoding="EUC-KR"?><title>', 'euc-kr', 'xml'],
    ["<?xml encoding = 'big5' ?>", 'big5', 'xml'],
    ['<?xml encoding="utf-16"?>', 'utf-8', 'xml'],
    ['<?xml encoding="EUC-KR"?><meta charset=big5>', 'big5', 'meta'],
    [' <?xml encoding="EUC-KR"?>', 'utf-8', 'fallback'],
    ['<?XML encoding="EUC-KR"?>', 'utf-8', 'fallback'],
    ['<?xml encoding="EUC-KR"', 'utf-8', 'fallback'],
    ['<?xml encoding=EUC-KR?>', 'utf-8', 'fallback'],
    ['<?xml encoding="EUC KR"?>', 'utf-8', 'fallback'],
    ['<?xml x="?"?><p encoding="EUC-KR">', 'utf-8', 'fallback'],
    ['<\0?\0x\0m\0', 'utf-16le', 'xml'],
    ['\0<\0?\0x\0m', 'utf-16be', 'xml'],
  ])('reads the declaration of %j as %s', (head, charset, charsetFrom) => {
    expect(detectCharset(bytes(head), 'text/html')).toEqual({ charset, charsetFrom });
  });

  it('goes by the rules of XML in XHTML: byte order mark, header, declaration, UTF-8', () => {
    const xhtml = (head: string, type = 'application/xhtml+xml') => detectCharset(bytes(head), type);
    const both = '<?xml encoding="EUC-KR"?><meta charset="big5"/>';
    expect(xhtml(both)).toEqual({ charset: 'euc-kr', charsetFrom: 'xml' });
    expect(xhtml(both, 'application/xhtml+xml;charset=gbk')).toEqual({
      charset: 'gbk',
      charsetFrom: 'header',
    });
    expect(xhtml('<meta charset="big5"/>')).toEqual({ charset: 'utf-8', charsetFrom: 'fallback' });
  });

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
