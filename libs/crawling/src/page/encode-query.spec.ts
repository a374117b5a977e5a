import { describe, expect, it } from '@jest/globals';
import { encodeQuery } from './encode-query.ts';
import { readPage } from './read-page.ts';

async function* once(bytes: Uint8Array) {
  yield bytes;
}

/** The links of a page in that encoding whose only link has these bytes. */
async function linksOf(hex: string, charset: string, head = '') {
  const page = Buffer.concat([Buffer.from(`${head}<a href="`), Buffer.from(hex, 'hex'), Buffer.from('">')]);
  const contentType = `text/html; charset=${charset}`;
  const read = await readPage(once(page), { url: new URL('https://site.example/folder/'), contentType });
  return read.links;
}

describe('links of a page in another charset', () => {
  it('have the path in UTF-8 and the query in the charset of the page', async () => {
    expect(await linksOf('2fb0e62f3f713db0e623b0e6', 'euc-kr')).toEqual([
      'https://site.example/%EA%B2%BD/?q=%B0%E6',
    ]);
    expect(await linksOf('2f89d42f3f713d89d4', 'shift_jis')).toEqual([
      'https://site.example/%E8%8A%B1/?q=%89%D4',
    ]);
  });

  it('have both in UTF-8 on a page of UTF-8', async () => {
    expect(await linksOf('2feab2bd3f713deab2bd', 'utf-8')).toEqual([
      'https://site.example/%EA%B2%BD?q=%EA%B2%BD',
    ]);
  });

  it('keep what is percent-encoded, and start from the base of the page', async () => {
    const query = Buffer.from('?q=%EA%b0+').toString('hex');
    expect(await linksOf(`${query}b0e6`, 'euc-kr', '<base href="/base/?x">')).toEqual([
      'https://site.example/base/?q=%EA%b0+%B0%E6',
    ]);
  });
});

describe('encodeQuery', () => {
  it.each([
    ['euc-kr', '?q=경', '?q=%B0%E6'],
    ['euc-kr', '?q=똠', '?q=%8Cc'],
    ['euc-kr', '?q=a€b', '?q=a%A2%E6b'],
    ['euc-kr', '?q=😀', '?q=%26%23128512%3B'],
    ['shift_jis', '?q=表', '?q=%95\\'],
    ['shift_jis', '?q=ｱ¥', '?q=%B1\\'],
    ['euc-jp', '?q=表', '?q=%C9%BD'],
    ['euc-jp', '?q=ｱ', '?q=%8E%B1'],
    ['iso-2022-jp', '?q=日本x', '?q=%1B$BF|K\\%1B(Bx'],
    ['iso-2022-jp', '?q=ｱ¥日😀', '?q=%1B$B%%22%1B(J\\%1B$BF|%1B(B%26%23128512%3B'],
    ['euc-jp', '?q=¢', '?q=%26%23162%3B'],
    ['gbk', '?q=中€', '?q=%D6%D0%80'],
    ['gb18030', '?q=中€', '?q=%D6%D0%A2%E3'],
    ['gb18030', '?q=😀', '?q=%949%FC6'],
    ['gb18030', '?q=é', '?q=%A8%A6'],
    ['gb18030', '?q=뷁', '?q=%831%9E0'],
    ['iso-2022-jp', '?q=¥a\\日~ﾞ', '?q=%1B(J\\a%1B(B\\%1B$BF|%1B(B~%1B$B!+%1B(B'],
    ['shift_jis', '?q=\x80', '?q=%80'],
    ['gbk', '?q=\ue78d\ue864', '?q=%A6%D9%FE%A0'],
    ['gb18030', '?q=\ue78d\ufffd\ue5e5', '?q=%A6%D9%841%A47%26%2358853%3B'],
    ['big5', '?q=中十', '?q=%A4%A4%A4Q'],
    ['big5', '?q=①ɛ￭', '?q=%C6%A1%C8%F7%F9%FE'],
    // Characters of Hong Kong have no place in the encoder, unless Big5 itself has one.
    ['big5', '?q=䏰\u{2f878}', '?q=%26%2317392%3B%26%23194680%3B'],
    ['big5', '?q=\u{200cc}', '?q=%C8z'],
    ['x-user-defined', '?q=\uf780\uf7ff', '?q=%80%FF'],
    ['windows-1251', '?q=я', '?q=%FF'],
    ['windows-1252', '?q=é', '?q=%E9'],
    ['windows-1252', '?q=경', '?q=%26%2344221%3B'],
    ['utf-16le', '?q=경', '?q=경'],
  ])('writes a query in %s: %s as %s', (charset, href, encoded) => {
    expect(encodeQuery(href, charset)).toBe(encoded);
  });

  it.each(['/경', '#경?경', '/경?q=1#경'])('leaves path and fragment as they are: %s', (href) => {
    expect(encodeQuery(href, 'euc-kr')).toBe(href);
  });
});
