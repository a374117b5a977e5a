import { startTables } from '@hanok/testing';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { buildCrawler, failing } from '../crawler.fixture.ts';
import { HOST_TABLE } from '../tables/definitions.ts';
import { type Page, startSite } from '../testing/local-site.ts';
import { mediaTypeOf } from './content-type.ts';

const tables = await startTables([HOST_TABLE]);
const stops: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(stops.splice(0).map((stop) => stop())));
afterAll(tables.stop);

async function fetchOf(page: Page) {
  const site = await startSite({ '/': page });
  stops.push(site.stop);
  return buildCrawler({ tables, allowedHosts: [site.authority] }).fetch(`${site.origin}/`);
}
/** A page with these headers, a name as often as it is given. */
const sent =
  (headers: readonly string[], body: string | Uint8Array = '<title>page</title>'): Page =>
  (response) =>
    response.writeHead(200, [...headers]).end(body);
const typed = (...types: string[]) => types.flatMap((type) => ['content-type', type]);
const KOREAN = Buffer.concat([Buffer.from('<title>'), Buffer.from('8c63b0e6', 'hex')]);

describe('the type that several headers name', () => {
  // The table of web-platform-tests, fetch/content-type/resources/content-types.json.
  it.each([
    [['', 'text/plain'], 'text/plain', undefined],
    [['text/plain', ''], 'text/plain', undefined],
    [['text/html', 'text/plain'], 'text/plain', undefined],
    [['text/plain;charset=gbk', 'text/html'], 'text/html', undefined],
    [['text/plain;charset=gbk', 'text/html;charset=windows-1254'], 'text/html', 'windows-1254'],
    [['text/plain;charset=gbk', 'text/plain'], 'text/plain', 'gbk'],
    [['text/plain;charset=gbk', 'text/plain;charset=windows-1252'], 'text/plain', 'windows-1252'],
    [['text/html;charset=gbk', 'text/html;x=",text/plain'], 'text/html', 'gbk'],
    [['text/html;charset=gbk', 'text/plain', 'text/html'], 'text/html', undefined],
    [['text/plain', '*/*'], 'text/plain', undefined],
    [['*/*', 'text/html'], 'text/html', undefined],
    [['text/html', '*/*;charset=gbk'], 'text/html', undefined],
    [['text/html;x="', 'text/plain'], 'text/html', undefined],
    [['text/html;"', 'text/plain'], 'text/html', undefined],
  ])('%j is %s with charset %s', (values, essence, charset) => {
    expect(mediaTypeOf(values)).toEqual({ essence, charset });
    expect(mediaTypeOf([values.join(',')])).toEqual({ essence, charset });
  });

  it.each([
    [' TEXT/HTML ; Charset="EUC-KR"', 'EUC-KR'],
    ['text/html;charset=a;charset=b', 'a'],
    ['text/html;charset="a\\"\\\\b;c"', 'a"\\b;c'],
    ['text/html;charset="a', 'a'],
    ['text/html;charset="a"x;y', 'a'],
    ['text/html;;charset= a ;', 'a'],
    ['text/html;charset;charset=;x=charset=b;charset=a', 'a'],
    ['text/html;xcharset=b;charset=a', 'a'],
    ['text/html;x="charset=b";charset=a', 'a'],
    ['text/html;xcharset=b', undefined],
  ])('%s has the charset %s', (value, charset) => {
    expect(mediaTypeOf([value])).toEqual({ essence: 'text/html', charset });
  });

  it.each(['', 'text', 'text/', '/html', 'text/html charset=a', 'te xt/html', 'text/html/x', '*/*'])(
    '%j is no type',
    (value) => expect(mediaTypeOf([value])).toBeUndefined(),
  );
});

describe('a page with two types', () => {
  it.each([
    [typed('text/html', 'text/html; charset=euc-kr'), 'header'],
    [typed('text/html; charset=euc-kr', 'text/html'), 'header'],
    [typed('text/plain', 'text/html; charset=euc-kr'), 'header'],
    [typed('text/html; charset=euc-kr', 'nonsense'), 'header'],
    [typed('text/html; charset=euc-kr, */*'), 'header'],
  ])('%j is HTML in the charset that Fetch extracts', async (headers, charsetFrom) => {
    expect(await fetchOf(sent(headers, KOREAN))).toMatchObject({
      title: '똠경',
      charset: 'euc-kr',
      charsetFrom,
    });
  });

  it.each([[typed('text/html', 'text/plain')], [typed('text/html, application/json')]])(
    '%j is not HTML',
    async (headers) => {
      await expect(fetchOf(sent(headers))).resolves.toEqual(failing('NotHtmlError'));
    },
  );
});

describe('a page without a type', () => {
  const none: readonly (readonly string[])[] = [[], typed(''), typed('html'), typed('unknown/unknown')];
  it.each(none)('is HTML when it begins so, with the headers %j %j', async (...headers) => {
    const site = async (body: string) => fetchOf(sent(headers, body));
    for (const body of ['<!DOCTYPE html>', ' \n<HTML>', '<head >', '<!-- -->', '<title>', '<p>', '<a href>'])
      expect(await site(`${body}<title>page</title>`)).toMatchObject({ outcome: 'fetched' });
    for (const body of ['', 'text', '{}', '<?xml version="1.0"?>', '<rss>', '<pre>', '<!doctype', '\0<html>'])
      expect(await site(body)).toEqual(failing('NotHtmlError'));
  });

  it('is whole, and compressed or not', async () => {
    const page = `<p>${'text '.repeat(20_000)}<a href=/end>`;
    expect(await fetchOf(sent([], page))).toMatchObject({
      textLength: 80_000,
      links: [expect.stringMatching(/\/end$/)],
    });
  });

  it('is not HTML where the site forbids to sniff', async () => {
    await expect(fetchOf(sent(['x-content-type-options', 'NoSniff, x']))).resolves.toEqual(
      failing('NotHtmlError'),
    );
  });
});

it('reads XHTML by the rules of XML: its declaration, and elements that end themselves', async () => {
  const page = Buffer.concat([
    Buffer.from('<?xml version="1.0" encoding="EUC-KR"?><html><head><script src="x"/><title>'),
    Buffer.from('8c63b0e6', 'hex'),
    Buffer.from('</title></head><body><a href="/a"/><![CDATA[<b>]]></body></html>'),
  ]);
  expect(await fetchOf(sent(typed('application/xhtml+xml'), page))).toMatchObject({
    title: '똠경',
    charset: 'euc-kr',
    charsetFrom: 'xml',
    links: [expect.stringMatching(/\/a$/)],
    textLength: 3,
  });
});

it('reads HTML whose charset stands only in an XML declaration', async () => {
  const page = Buffer.concat([Buffer.from('<?xml version="1.0" encoding="EUC-KR"?>'), KOREAN]);
  expect(await fetchOf(sent(typed('text/html'), page))).toMatchObject({
    title: '똠경',
    charset: 'euc-kr',
    charsetFrom: 'xml',
  });
});
