import { IS_DEEP } from '@hanok/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_LINK_BYTES, MAX_LINKS } from '../messages/crawl-limits.ts';
import { readPage } from './read-page.ts';

const URL_OF_PAGE = new URL('https://site.example/folder/page?q=1');

/** The page as its bytes, in chunks of that size. */
async function* cut(page: string | Uint8Array, size = 16_384) {
  const bytes = typeof page === 'string' ? new TextEncoder().encode(page) : page;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const read = (page: string | Uint8Array, size?: number, contentType = 'text/html') =>
  readPage(cut(page, size), { url: URL_OF_PAGE, contentType });

/** `<meta charset=euc-kr><title>똠방각하</title><p>펲시콜라` in code page 949. */
const KOREAN = Buffer.concat([
  Buffer.from('<meta charset=euc-kr><title>'),
  Buffer.from('8c63b9e6b0a2c7cf', 'hex'),
  Buffer.from('</title><p>'),
  Buffer.from('bbc1bdc3c4dd', 'hex'),
]);

describe('readPage', () => {
  it('reads title, description, links, text length and charset', async () => {
    const page = `<!doctype html><html><head><title> A\n\t title &amp; more </title>
      <meta name="Description" content="What it&#39;s about"></head>
      <body><p>Some text</p><a href="../b?x=1#there">b</a> <a href="//other.example/">c</a></body></html>`;
    expect(await read(page)).toEqual({
      title: 'A title & more',
      description: "What it's about",
      links: ['https://site.example/b?x=1', 'https://other.example/'],
      isCut: false,
      textLength: 'Sometextbc'.length,
      charset: 'utf-8',
      charsetFrom: 'fallback',
    });
  });

  it('reads Korean of code page 949, also when it comes byte by byte', async () => {
    for (const size of [1, 7, 16_384])
      expect(await read(KOREAN, size)).toMatchObject({
        title: '똠방각하',
        charset: 'euc-kr',
        charsetFrom: 'meta',
      });
  });

  it.each<[string, string, string]>([
    ['the first meta of the page', `<!--${' '.repeat(3_000)}--><meta charset=euc-kr>`, 'euc-kr'],
    [
      'one for http-equiv',
      `${' '.repeat(3_000)}<meta http-equiv=Content-Type content="x;charset=cp949">`,
      'euc-kr',
    ],
    ['one in the body', `<p>${'가'.repeat(1_000)}</p><meta charset=EUC-KR>`, 'euc-kr'],
    [
      'one behind a meta in a script',
      '<script>"<meta charset=utf-8>"</script><meta charset=euc-kr>',
      'euc-kr',
    ],
    [
      'one behind an XML declaration',
      `<?xml encoding="gbk"?>${' '.repeat(1_024)}<meta charset=euc-kr>`,
      'euc-kr',
    ],
    ['one in a template', `${' '.repeat(1_024)}<template><meta charset=euc-kr></template>`, 'euc-kr'],
    ['no label that is known', `${' '.repeat(1_024)}<meta charset=x><meta charset=euc-kr>`, 'euc-kr'],
    ['none in a comment', `${' '.repeat(1_024)}<!--<meta charset=gbk>--><meta charset=euc-kr>`, 'euc-kr'],
    ['the first of two', `${' '.repeat(1_024)}<meta charset=euc-kr><meta charset=gbk>`, 'euc-kr'],
    ['UTF-8 for UTF-16', `${' '.repeat(1_024)}<meta charset=utf-16><meta charset=euc-kr>`, 'utf-8'],
  ])(
    'reads a page in the encoding that a meta far behind its start names: %s',
    async (_case, start, charset) => {
      const page = Buffer.concat([
        Buffer.from(`<title>`),
        Buffer.from('b0a1', 'hex'),
        Buffer.from(`</title>${start}`),
      ]);
      const title = charset === 'euc-kr' ? '가' : '\ufffd\ufffd';
      for (const size of [100, 16_384])
        expect(await read(page, size)).toMatchObject({ title, charset, charsetFrom: 'meta', links: [] });
    },
  );

  it('leaves the encoding of a header, of a byte order mark and of XHTML, whatever a meta says', async () => {
    const page = '<title>가</title><meta charset=euc-kr>';
    const utf8 = { title: '가', charset: 'utf-8' };
    expect(await read(page, 9, 'text/html; charset=utf-8')).toMatchObject(utf8);
    expect(await read(`\ufeff${page}`, 9)).toMatchObject(utf8);
    expect(await read(page, 9, 'application/xhtml+xml')).toMatchObject(utf8);
  });

  it('reads the same however the page is cut', async () => {
    const page =
      '<title>제목 &amp; 😀</title><base href="/x/"><a href=y>링크</a><script>if (a < b) "<a href=z>"</script>';
    const whole = await read(page);
    expect(whole).toMatchObject({ title: '제목 & 😀', links: ['https://site.example/x/y'], textLength: 2 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 80 }), async (size) =>
        expect(await read(page, size)).toEqual(whole),
      ),
      { numRuns: 80 },
    );
  });

  it('never throws for any bytes, and answers what the schema takes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.constantFrom(
            '<',
            '>',
            'a',
            ' href=',
            '"',
            '<!--',
            '-->',
            '</',
            '&#',
            ';',
            '<svg>',
            '<title>',
            '<base href=',
            '\ud800',
            '\0',
          ),
        ),
        async (pieces) => {
          const page = await read(pieces.join(''), 3);
          expect(page.title.isWellFormed()).toBe(true);
          expect(page.textLength).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('counts characters of shown text: no white space, scripts, styles, comments, titles, and a pair once', async () => {
    const page =
      '<title>t</title><style>s</style><script>s</script><noscript>n</noscript><!--c--><p> 가 😀&nbsp;é ';
    expect(await read(page)).toMatchObject({ textLength: 3 });
  });

  it('takes the first title and description, and not the title of a drawing', async () => {
    const page =
      '<svg><title>drawn</title></svg><title>first</title><title>second</title><meta name=description content=1><meta name=description content=2>';
    expect(await read(page)).toMatchObject({ title: 'first', description: '1' });
    expect(await read('<p>')).toMatchObject({ title: '', description: '' });
  });

  it.each([
    ['<template><title>no</title></template><title>yes</title>'],
    ['<template><template></template><title>no</title></template><title>yes</title>'],
    ['<noscript><title>no</title></noscript><title>yes</title>'],
    ['<svg><title>no</title></svg><body><title>yes</title>'],
    ['<svg><g/><title>no<b>no</b></title></svg><title>yes</title>'],
    ['<svg><title/></svg><title>yes</title>'],
    ['<math><title>no</title></math><title>yes</title>'],
    ['<svg><foreignObject><title>yes</title></foreignObject></svg><title>no</title>'],
    ['<svg><desc><title>yes</title></desc></svg><title>no</title>'],
    ['<svg><path><p><title>yes</title></svg>'],
    ['<math><mi><title>yes</title></mi></math>'],
    ['<!-- <title>no</title> --><title>yes</title>'],
    ['<textarea><title>no</title></textarea><iframe><title>no</title></iframe><title>yes</title>'],
    ['<script>"<title>no</title>"</script><noframes><title>no</title></noframes><title/>yes</title>'],
    ['<body><p>text<title>yes</title><title>no</title>'],
  ])('has the title of the first title element of the document: %s', async (page) => {
    expect(await read(page)).toMatchObject({ title: 'yes' });
    expect(await read(page, 1)).toMatchObject({ title: 'yes' });
  });

  it('has no title where the first one is empty, or all stand in a template', async () => {
    expect(await read('<title></title><title>no</title>')).toMatchObject({ title: '' });
    expect(await read('<template><title>no</title>')).toMatchObject({ title: '' });
  });

  it('takes nothing from a template, and from a noscript and a drawing only links', async () => {
    const tags = (name: string) =>
      `<base href="/${name}/"><meta name=description content=${name}><a href=${name}>text</a><area href=x${name}>`;
    const page = `<template>${tags('t')}</template><noscript>${tags('n')}</noscript><svg><base href=/s/><a href=s></a></svg>${tags('d')}`;
    expect(await read(page)).toMatchObject({
      description: 'd',
      links: ['n', 'xn', 's', 'd', 'xd'].map((path) => `https://site.example/d/${path}`),
      textLength: 4,
    });
  });

  it('reads a page of any bytes in GB18030, also where a character of four is cut', async () => {
    const page = Buffer.concat([
      Buffer.from('<title>'),
      Buffer.from('8130a141', 'hex'),
      Buffer.from('</title>'),
    ]);
    for (const size of [1, 2, 3, 7, 8, 9, 10, 11])
      expect(await read(page, size, 'text/html;charset=gb18030')).toMatchObject({ title: '\ufffd0\ue4c7' });
  });

  it('shortens title and description without cutting a character in two', async () => {
    const page = await read(
      `<title>a${'😀'.repeat(400)}</title><meta name=description content="${'b '.repeat(9_000)}">`,
    );
    expect(page.title).toBe(`a${'😀'.repeat(249)}`);
    expect(page.description).toHaveLength(2_000);
  });
});

describe('links', () => {
  const linksOf = async (page: string) => (await read(page)).links;
  const anchor = (href: string) => `<a href="${href}">`;

  it('are http and https, each once, with fragments left out, also those of maps', async () => {
    const hrefs = [
      'mailto:a@b.example',
      'javascript:alert(1)',
      'data:text/html,x',
      'ftp://a.example/',
      'http://',
      ' /a ',
      '/a#1',
      '/a#2',
      '#top',
      '',
    ];
    expect(
      await linksOf(
        `${hrefs.map(anchor).join('')}<area href=/map><a name=x><link href=/style.css><img src=/i>`,
      ),
    ).toEqual(['https://site.example/a', URL_OF_PAGE.href, 'https://site.example/map']);
  });

  it('start from the base of the page, the first one, wherever it stands', async () => {
    const page = `${anchor('a')}<base target=_top><base href="https://base.example/x/"><base href="/no/">${anchor('b')}`;
    expect(await linksOf(page)).toEqual(['https://base.example/x/a', 'https://base.example/x/b']);
    expect(await linksOf(`<base href="data:text/html,x">${anchor('a')}`)).toEqual([
      'https://site.example/folder/a',
    ]);
    expect(await linksOf(`<base href="//">${anchor('a')}`)).toEqual(['https://site.example/folder/a']);
  });

  it(`are ${MAX_LINKS} at most, and the page says when there are more`, async () => {
    const many = (count: number) => read(Array.from({ length: count }, (_, i) => anchor(`/${i}`)).join(''));
    expect(await many(MAX_LINKS)).toMatchObject({ isCut: false, links: { length: MAX_LINKS } });
    expect(await many(MAX_LINKS + 1)).toMatchObject({ isCut: true, links: { length: MAX_LINKS } });
    expect(await many(30_000)).toMatchObject({ isCut: true, links: { length: MAX_LINKS } });
  });

  it(`take ${MAX_LINK_BYTES} bytes at most, so that the page fits into a state's payload`, async () => {
    const long = (i: number) => anchor(`/${i}?${'\\'.repeat(600)}`);
    const { links, isCut } = await read(Array.from({ length: 900 }, (_, i) => long(i)).join(''));
    expect(isCut).toBe(true);
    expect(Buffer.byteLength(JSON.stringify(links))).toBeLessThanOrEqual(MAX_LINK_BYTES);
    expect(links.length).toBeGreaterThan(100);
  });
});

describe('a page made to take long', () => {
  /** The deep run reads pages of 5 MB, as large as one may be. */
  const share = IS_DEEP ? 1 : 1 / 4;
  const many = (text: string, count: number) => text.repeat(count * share);

  it.each([
    ['nests without end', many('<b>', 800_000) + many('</i>', 600_000)],
    ['closes what is not open', `${'<b>'.repeat(500)}${many('</i>', 1_200_000)}`],
    ['has one long tag', `<a ${many('x ', 2_400_000)}`],
    ['has one long comment', `<!--${many('-', 4_900_000)}`],
    ['has one long title', `<title>${many('<', 4_900_000)}`],
    ['has one long description', `<meta name=description content="${many(' ', 4_900_000)}">`],
    ['has no end of entities', many('&amp', 1_200_000)],
  ])('is read within seconds: it %s', async (_, page) => {
    const start = process.cpuUsage();
    await read(page);
    // The time of the processor: other processes of a busy machine do not count.
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeLessThan(8_000 * share);
  });

  it('says that it was cut where it nests too deep', async () => {
    expect(await read(`<title>deep</title>${'<b>'.repeat(20_000)}<a href=/end>`)).toMatchObject({
      title: 'deep',
      isCut: true,
      links: [],
    });
  });
});
