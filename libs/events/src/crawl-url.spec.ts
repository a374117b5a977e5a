import { describe, expect, it } from '@jest/globals';
import { crawledPage, crawlFailure, crawlJob, crawlRequest, MAX_LINK_BYTES, parseInput } from './index.ts';

const reasonOf = (url: unknown) => {
  const parsed = parseInput(crawlRequest, { url });
  return parsed.ok ? undefined : parsed.reason;
};

describe('the URL of a crawl', () => {
  it.each([
    'https://site.example',
    'HTTP://SITE.EXAMPLE:8080/a?b#c',
    'http://[::1]/',
    'https://한국.example/가',
  ])('may be %s: where it leads is not judged here', (url) => expect(reasonOf(url)).toBeUndefined());

  it.each([
    'site.example',
    '//site.example/',
    'ftp://site.example/',
    'javascript:alert(1)',
    'http://',
    'http://a b/',
  ])('cannot be %j', (url) => expect(reasonOf(url)).toContain('url: expected an absolute http or https URL'));

  it('has no user name and password, and the reason does not repeat them', () => {
    for (const url of ['http://user@site.example/', 'http://:open-sesame@site.example/'])
      expect(reasonOf(url)).toBe('url: expected no user name and password');
  });

  it('has at most 8,000 characters', () => {
    expect(reasonOf(`https://site.example/${'a'.repeat(7_979)}`)).toBeUndefined();
    expect(reasonOf(`https://site.example/${'a'.repeat(7_980)}`)).toContain('url: at most 8000 characters');
  });
});

it('a job is of the first attempt unless it says otherwise, and a failure keeps it beside the error', () => {
  const job = { crawlId: 'a-b_1', url: 'https://site.example/' };
  expect(parseInput(crawlJob, job)).toEqual({ ok: true, value: { ...job, attempt: 1 } });
  const error = { Error: 'States.Timeout' };
  expect(parseInput(crawlFailure, { ...job, error })).toEqual({
    ok: true,
    value: { ...job, attempt: 1, error },
  });
  expect(parseInput(crawlJob, { ...job, crawlId: 'a b' })).toMatchObject({ ok: false });
});

it('a page has no more links than a state can pass on', () => {
  const page = {
    crawlId: 'a',
    url: 'https://site.example/',
    finalUrl: 'https://site.example/',
    fetchedAt: 1,
    title: '',
    description: '',
    links: ['x'.repeat(MAX_LINK_BYTES - 4)],
    isCut: false,
    textLength: 0,
    charset: 'utf-8',
    charsetFrom: 'fallback',
  };
  expect(parseInput(crawledPage, page).ok).toBe(true);
  expect(parseInput(crawledPage, { ...page, links: [`${page.links[0]}x`] })).toEqual({
    ok: false,
    reason: `links: at most ${MAX_LINK_BYTES} bytes`,
  });
});
