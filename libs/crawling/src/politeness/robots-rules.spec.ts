import { describe, expect, it } from '@jest/globals';
import { MAX_ROBOTS_BYTES } from './robots-file.ts';
import { askRobots } from './robots-rules.ts';

const ask = (text: string, path = '/') =>
  askRobots(text, new URL(path, 'https://site.example'), 'HanokCrawler');
const allowed = (text: string, path?: string) => ask(text, path).allowed;

describe('askRobots', () => {
  it('takes the group of our name in any case, with or without a version, and no other beside it', () => {
    const text = 'User-agent: *\nDisallow: /\n\nUser-Agent: hanokcrawler/9\nDisallow: /private';
    expect(allowed(text, '/open')).toBe(true);
    expect(allowed(text, '/private/page')).toBe(false);
  });

  it('takes the group of all others without one of our name, and everything without any', () => {
    expect(allowed('User-agent: other\nDisallow: /')).toBe(true);
    expect(allowed('User-agent: *\nDisallow: /a', '/a')).toBe(false);
    expect(allowed('')).toBe(true);
    expect(allowed('<html>not a robots.txt</html>')).toBe(true);
  });

  it('joins several groups of our name, and groups of several names', () => {
    const text =
      'User-agent: HanokCrawler\nDisallow: /a\nUser-agent: x\nUser-agent: HanokCrawler\nDisallow: /b';
    expect([allowed(text, '/a'), allowed(text, '/b'), allowed(text, '/c')]).toEqual([false, false, true]);
  });

  it.each([
    ['/example/page/', '/example/page.html', false],
    ['/example/page/', '/example/page/disallowed.gif', true],
    ['/page', '/page.htm', true],
    ['/*.htm', '/page.html', true],
    ['/*.htm$', '/page.html', false],
    ['/fish*', '/Fish.asp', false],
    ['/가', '/%EA%B0%80', true],
    ['/a%3cd.html', '/a%3Cd.html', true],
  ])('matches the rule %s with %s: %s', (rule, path, isMatch) => {
    expect(allowed(`User-agent: *\nDisallow: ${rule}`, path)).toBe(!isMatch);
  });

  it('prefers the longest rule, and of equal ones the one that allows', () => {
    const text = 'User-agent: *\nDisallow: /example\nAllow: /example/page\nDisallow: /same\nAllow: /same';
    expect([allowed(text, '/example/x'), allowed(text, '/example/page'), allowed(text, '/same')]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it.each([
    ['5', 5],
    ['0.5', 0.5],
    ['99999', 300],
    ['-1', undefined],
    ['x', undefined],
  ])('reads a Crawl-delay of %s as %s s', (delay, seconds) => {
    expect(ask(`User-agent: *\nCrawl-delay: ${delay}`).delaySeconds).toBe(seconds);
  });

  it('gives no more than some seconds to rules that take long to match, and refuses what takes longer', () => {
    const rule = `Disallow: /${'*a'.repeat(440)}b\n`;
    const text = `User-agent: *\n${rule.repeat(Math.floor(MAX_ROBOTS_BYTES / rule.length))}`;
    const start = process.cpuUsage();
    expect(allowed(text, `/${'a'.repeat(900)}`)).toBe(true);
    expect(allowed(text, `/${'a'.repeat(7_000)}`)).toBe(false);
    // The time of the processor: other processes of a busy machine do not count.
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeLessThan(10_000);
  });
});

/** Whether the crawler of that name may fetch the path. */
const mayFetch = (text: string, name: string, path: string) =>
  askRobots(text, new URL(path, 'https://site.example'), name).allowed;
const isMatch = (rule: string, path: string) => !allowed(`User-agent: *\nDisallow: ${rule}`, path);

describe('robots.txt by RFC 9309', () => {
  it.each([
    ['*', '/example/a.gif', false],
    ['*', '/a.gif', false],
    ['*', '/a.gif?x', true],
    ['*', '/example/page.html', false],
    ['*', '/publications/a.gif', true],
    ['foobot', '/other', false],
    ['FooBot', '/example/page.html', true],
    ['foobot', '/example/allowed.gif', true],
    ['barbot', '/example/page.html', false],
    ['bazbot', '/example/page.html', false],
    ['bazbot', '/a.gif', true],
    ['quxbot', '/example/page.html', true],
    ['otherbot', '/example/', false],
  ])('reads the groups of 5.1: %s may fetch %s: %s', (name, path, may) => {
    const text = [
      'User-Agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/',
      'User-Agent: foobot\nDisallow:/\nAllow:/example/page.html\nAllow:/example/allowed.gif',
      'User-Agent: barbot\nUser-Agent: bazbot\nDisallow: /example/page.html',
      'User-Agent: quxbot',
    ].join('\n\n');
    expect(mayFetch(text, name, path)).toBe(may);
  });

  it('lets the longest match of 5.2 decide', () => {
    const text = 'User-Agent: foobot\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif';
    expect(mayFetch(text, 'foobot', '/example/page/disallowed.gif')).toBe(false);
    expect(mayFetch(text, 'foobot', '/example/page/other.gif')).toBe(true);
  });

  it.each([
    ['/foo/bar?baz=quz', '/foo/bar?baz=quz', true],
    ['/foo/bar?baz=https://foo.bar', '/foo/bar?baz=https%3A%2F%2Ffoo.bar', true],
    ['/foo/bar?baz=https%3a%2f%2ffoo.bar', '/foo/bar?baz=https://foo.bar', true],
    ['/foo/bar?baz=https://foo.bar', '/foo/bar?baz=https://foo.bar', true],
    ['/foo/bar/ツ', '/foo/bar/%E3%83%84', true],
    ['/foo/bar/%E3%83%84', '/foo/bar/ツ', true],
    ['/foo/bar/%e3%83%84', '/foo/bar/%E3%83%84', true],
    ['/foo/bar/%62%61%7A', '/foo/bar/baz', true],
    ['/foo/bar/baz', '/foo/bar/%62%61%7a', true],
    ['/%7Ejoe/', '/~joe/', true],
    ['/~joe/', '/%7ejoe/', true],
    ['/a%3Cd.html', '/a<d.html', true],
    ['/a|b^c', '/a%7Cb%5ec', true],
    ['/my page', '/my%20page', true],
    ["/a?q='x'", "/a?q='x'", true],
    ['/a%2Fb', '/a%2fb', true],
    ['/a%2Fb', '/a/b', false],
    ['/a/b', '/a%2Fb', false],
    ['/a?b=c%26d', '/a?b=c&d', false],
    ['/*=%2Fx', '/a?b=%2Fx', true],
    ['/*=/x', '/a?b=/x', true],
    ['/100%', '/100%', true],
    ['/foo/%ED%95', '/foo/한', true],
  ])('compares octets in one spelling: the rule %s with %s: %s', (rule, path, matches) => {
    expect(isMatch(rule, path)).toBe(matches);
  });

  it.each([
    ['/path/file-with-a-%2A.html', '/path/file-with-a-*.html', true],
    ['/path/file-with-a-%2A.html', '/path/file-with-a-b.html', false],
    ['/path/foo-%24', '/path/foo-$', true],
    ['/path/foo-%24', '/path/foo-', false],
    ['/this/path/exactly$', '/this/path/exactly', true],
    ['/this/path/exactly$', '/this/path/exactly/', false],
    ['/this/*/exactly', '/this/a/b/exactly?and=more', true],
    ['/this/*/exactly', '/this/exactly', false],
    ['/a$b', '/a$bc', true],
    ['/a*b*$', '/a-b-c', true],
    ['/*ab$', '/abcab', true],
    ['/ab*b$', '/ab', false],
    ['/$', '/', true],
    ['/$', '/page', false],
    ['/**x', '/a/x', true],
    ['*', '/', true],
    ['/foo/quz#qux', '/foo/quz/', true],
    ['page', '/page', false],
  ])('reads the special characters: the rule %s with %s: %s', (rule, path, matches) => {
    expect(isMatch(rule, path)).toBe(matches);
  });

  it.each([
    ['a Sitemap line', 'Sitemap: https://site.example/map.xml'],
    ['a line that nothing knows', 'Clean-param: ref /a'],
    ['a Crawl-delay', 'Crawl-delay: 7'],
    ['a line without a colon', 'nonsense'],
    ['empty lines and a comment', '\n# both\n'],
  ])('keeps a row of User-agent lines together over %s', (_, line) => {
    const text = `User-agent: one\n${line}\nUser-agent: two\n${line}\nDisallow: /no\n${line}\nDisallow: /never`;
    for (const name of ['one', 'two'])
      expect([mayFetch(text, name, '/no'), mayFetch(text, name, '/never')]).toEqual([false, false]);
    expect(mayFetch(text, 'three', '/no')).toBe(true);
  });

  it('gives a delay to the names above it, the first one of each', () => {
    const text = 'User-agent: one\nCrawl-delay: 7\nUser-agent: two\nCrawl-delay: 9\nDisallow: /';
    const delayOf = (name: string) => askRobots(text, new URL('https://site.example'), name).delaySeconds;
    expect([delayOf('one'), delayOf('two'), delayOf('three')]).toEqual([7, 9, undefined]);
  });

  it.each([
    ['ends of CR alone', 'User-agent: bot\rDisallow: /no\r'],
    ['ends of CRLF, CR and LF in one file', 'User-agent: x\r\n\rUser-agent: bot\nDisallow: /no\r\n'],
    ['a byte order mark', '\ufeffUser-agent: bot\nDisallow: /no'],
    ['blanks and tabs around names and colons', ' \tUser-agent \t: \tbot \t\n\tDisallow\t :/no \t'],
    ['names in any case', 'uSER-aGENT: BOT\nDISALLOW: /no'],
    ['comments behind values', 'User-agent: bot # us\nDisallow: /no # here'],
    ['no empty line between groups', 'User-agent: *\nDisallow: /yes\nUser-agent: bot\nDisallow: /no'],
    ['rules above the first group', 'Disallow: /yes\nUser-agent: bot\nDisallow: /no'],
    ['no colons', 'user-agent bot\ndisallow /no'],
    ['common misspellings', 'useragent: bot\ndissalow: /no'],
    ['more behind the name', 'User-agent: *\nDisallow: /\nUser-agent: bot of a friend\nDisallow: /no'],
  ])('is read with %s', (_, text) => {
    expect([mayFetch(text, 'bot', '/no'), mayFetch(text, 'bot', '/yes')]).toEqual([false, true]);
  });

  it('takes an empty rule for none, and a group without rules for one that allows all', () => {
    const text = 'User-agent: one\nDisallow:\nUser-agent: *\nDisallow: /\nAllow:\nUser-agent: two';
    expect(['one', 'two', 'three'].map((name) => mayFetch(text, name, '/a'))).toEqual([true, true, false]);
  });

  it('takes an empty rule for the end of the User-agent lines all the same', () => {
    const text = 'User-agent: one\nDisallow:\nUser-agent: two\nDisallow: /';
    expect([mayFetch(text, 'one', '/a'), mayFetch(text, 'two', '/a')]).toEqual([true, false]);
  });

  it('lets a rule that allows win over the same one in another spelling', () => {
    const text = 'User-agent: *\nAllow: /~joe/\nDisallow: /%7Ejoe/';
    expect(allowed(text, '/%7ejoe/')).toBe(true);
  });

  it('always allows /robots.txt', () => {
    const text = 'User-agent: *\nDisallow: /';
    expect([allowed(text, '/robots.txt'), allowed(text, '/robots.txt/x')]).toEqual([true, false]);
  });
});
