import { describe, expect, it } from '@jest/globals';
import { askRobots, MAX_ROBOTS_BYTES } from './robots-file.ts';

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
