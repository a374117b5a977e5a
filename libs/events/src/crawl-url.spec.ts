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

it('a job is of the first attempt unless it says otherwise', () => {
  const job = { crawlId: 'a-b_1', url: 'https://site.example/' };
  expect(parseInput(crawlJob, job)).toEqual({ ok: true, value: { ...job, attempt: 1 } });
  expect(parseInput(crawlJob, { ...job, crawlId: 'a b' })).toMatchObject({ ok: false });
});

it('a failed crawl keeps the failure or the caught error beside its job, and has one of the two', () => {
  const job = { crawlId: 'a-b_1', url: 'https://site.example/', attempt: 2 };
  const error = { Error: 'States.Timeout' };
  const failure = { name: 'HttpStatusError', message: 'The site answers 503', status: 503 };
  for (const event of [
    { ...job, error },
    { ...job, failure },
  ])
    expect(parseInput(crawlFailure, event)).toEqual({ ok: true, value: event });
  expect(parseInput(crawlFailure, job)).toEqual({
    ok: false,
    reason: 'failure: missing, and no error beside it',
  });
  expect(parseInput(crawlFailure, { ...job, failure: { ...failure, name: 'TypeError' } })).toMatchObject({
    reason: expect.stringContaining('failure.name: expected one of AddressRefusedError, '),
  });
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
