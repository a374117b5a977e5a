import { describe, expect, it } from '@jest/globals';
import { parseInput } from '@hanok/events';
import { MAX_LINK_BYTES } from './crawl-limits.ts';
import { crawledPage } from './crawl-page.ts';
import { crawlFailure } from './crawl-outcome.ts';
import { crawlJob, crawlRequest } from './crawl-job.ts';

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

it('a failed crawl keeps the failure or the name of the caught error beside its job', () => {
  const job = { crawlId: 'a-b_1', url: 'https://site.example/', attempt: 2 };
  const error = { Error: 'States.Timeout' };
  const failure = { name: 'HttpStatusError', message: 'The site answers 503', status: 503 };
  for (const event of [
    { ...job, error },
    { ...job, failure },
  ])
    expect(parseInput(crawlFailure, event)).toEqual({ ok: true, value: event });
});

describe('a failed crawl is taken with whatever stands beside its id', () => {
  const job = { crawlId: 'a-b_1', url: 'https://site.example/', attempt: 2 };
  const error = { Error: 'States.Timeout' };
  it.each<[string, object, object]>([
    ['neither a failure nor an error', {}, {}],
    ['a failure of no name that it knows', { failure: { name: 'TypeError', message: '' } }, {}],
    ['a cause that is no text', { error: { ...error, Cause: { a: 1 } } }, { error }],
    ['a cause of 100,000 characters', { error: { ...error, Cause: 'x'.repeat(100_000) } }, { error }],
    ['an error that is none', { error: 'States.Timeout' }, {}],
    [
      'a URL of 9,000 characters',
      { url: `https://a/${'x'.repeat(9_000)}` },
      { url: `https://a/${'x'.repeat(7_990)}` },
    ],
    ['a URL that is none', { url: 'a\ud800b' }, { url: 'a\ufffdb' }],
    ['no URL', { url: undefined }, { url: '' }],
    ['an attempt that is none', { attempt: -1 }, { attempt: 1_000 }],
    ['no attempt', { attempt: undefined }, { attempt: undefined }],
    ['delays that are none', { delays: 'x' }, { delays: 1_000 }],
  ])('%s', (_, beside, value) => {
    const parsed = parseInput(crawlFailure, { ...job, ...beside });
    expect(parsed).toEqual({ ok: true, value: { ...job, ...value } });
  });

  it('but not without one: no outcome could be stored under it', () => {
    expect(parseInput(crawlFailure, { ...job, crawlId: 'a b' })).toMatchObject({ ok: false });
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
