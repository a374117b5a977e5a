import { task, type TaskHandler } from '@hanok/lambda';
import { buildLambdaContext, recordLines } from '@hanok/lambda/testing';
import { plainOf } from '@hanok/tables';
import { startTables } from '@hanok/testing';
import { type TaskDouble, walkMachine } from '@hanok/workflows/testing';
import { afterAll, describe, expect, it } from '@jest/globals';
import { crawledPage, type CrawledPage } from './messages/crawl-page.ts';
import { crawlFailure, type CrawlFailure } from './messages/crawl-outcome.ts';
import { crawlJob, type CrawlJob } from './messages/crawl-job.ts';
import { MAX_CRAWL_URL } from './messages/crawl-limits.ts';
import { crawlMachine } from './crawl-machine.ts';
import { buildCrawler } from './crawler.fixture.ts';
import { failCrawl } from './fail-crawl.ts';
import { storePage } from './store-page.ts';
import { createCrawlTable } from './tables/crawl-table.ts';
import { CRAWL_TABLE, HOST_TABLE, PAGE_TABLE } from './tables/definitions.ts';
import { createPageTable } from './tables/page-table.ts';
import { html, redirect, startSite } from './testing/local-site.ts';

const longPath = (length: number) => `/long/${'a'.repeat(length - '/long/'.length)}`;
const links = (count: number, href: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => `<a href="${href(index)}">`).join('');
const SENTENCE = 'A \ud800 line\0 of "quotes" \\ and 가나다 ';

const site = await startSite({
  '/': html('<title>page</title>'),
  '/to-9000': redirect(longPath(9_000)),
  '/to-9000-bytes': redirect(`/long/${'\xea'.repeat(3_000)}`),
  '/to-8000-minus-origin': redirect(longPath(7_900)),
  '/to-password': redirect('http://me:secret@127.0.0.1/'),
  '/to-no-name': redirect(`http://${'a.'.repeat(200)}example/`),
  '/to-nowhere': redirect('http://[/'),
  [longPath(7_900)]: html('<title>far</title>'),
  '/long-texts': html(
    `<title>${SENTENCE.repeat(5_000)}</title><meta name=description content='${SENTENCE.repeat(5_000)}'>`,
  ),
  '/long-links': html(links(2_000, (index) => `/${index}/${'가'.repeat(800)}`)),
  '/long-charset': html('<title>x', { 'content-type': `text/html; charset=${'x'.repeat(9_000)}` }),
  '/long-type': html('x', { 'content-type': 'x'.repeat(9_000) }),
  '/long-coding': html('x', { 'content-encoding': 'x'.repeat(9_000) }),
  '/long-retry': (response) => response.writeHead(503, { 'retry-after': '9'.repeat(9_000) }).end(),
});
const tables = await startTables([HOST_TABLE, PAGE_TABLE, CRAWL_TABLE]);
afterAll(() => Promise.all([tables.stop(), site.stop()]));

const crawls = createCrawlTable({ client: tables.client, table: tables.nameOf(CRAWL_TABLE) });
const pages = createPageTable({ client: tables.client, table: tables.nameOf(PAGE_TABLE) });
const crawler = buildCrawler({ tables, allowedHosts: [site.authority] });
const observation = recordLines();
const inShell =
  <Input>(input: Parameters<typeof task>[0]['input'], handle: TaskHandler<Input, unknown>): TaskDouble =>
  (event) =>
    task({ input, handle: handle as TaskHandler<unknown, unknown>, ...observation })(
      event,
      buildLambdaContext(),
    );
const functions: Record<string, TaskDouble> = {
  'crawl-fetch': inShell<CrawlJob>(crawlJob, async ({ crawlId, url, attempt }) => ({
    ...(await crawler.fetch(url, crawlId)),
    attempt,
  })),
  'crawl-store': inShell<CrawledPage>(crawledPage, storePage({ pages, crawls })),
  'crawl-fail': inShell<CrawlFailure>(crawlFailure, failCrawl({ crawls })),
};

/** Crawls with the functions themselves; what the table says at the end, and the error of the execution if it has one. */
async function crawl(crawlId: string, url: string, doubles: Record<string, TaskDouble> = {}) {
  const input = { crawlId, url, attempt: 1 };
  const walked = await walkMachine(crawlMachine, { input, functions: { ...functions, ...doubles } });
  const item = await tables.find(CRAWL_TABLE, { CrawlId: { S: crawlId } });
  const record: Record<string, unknown> = plainOf(item ?? {});
  return { error: walked.error, end: walked.states.at(-1), ...record };
}

describe('whatever a site answers, the crawl has an outcome in the table', () => {
  it.each<[string, string, string]>([
    ['to-9000', 'failed', 'AddressRefusedError: the redirect is to a URL of more than 8000 characters'],
    ['to-9000-bytes', 'failed', 'AddressRefusedError: the redirect is to a URL of more than 8000 characters'],
    ['to-password', 'failed', 'AddressRefusedError: the URL has a user name or a password'],
    ['to-no-name', 'failed', 'AddressRefusedError: the host has more than 253 characters'],
    ['to-nowhere', 'failed', 'AddressRefusedError: the redirect is not to a URL'],
    ['long-type', 'failed', 'NotHtmlError: The answer is not an HTML page'],
  ])('%s: %s, %s', async (path, Status, Reason) => {
    expect(await crawl(path, `${site.origin}/${path}`)).toMatchObject({
      error: undefined,
      end: 'Given up',
      ...{ Status, Reason },
    });
  });

  it.each([['to-8000-minus-origin'], ['long-texts'], ['long-links'], ['long-charset']])(
    '%s: stored',
    async (path) => {
      expect(await crawl(path, `${site.origin}/${path}`)).toMatchObject({
        error: undefined,
        end: 'Stored',
        Status: 'stored',
      });
    },
  );

  it.each([['long-coding'], ['long-retry']])('%s: an outcome', async (path) => {
    const outcome = await crawl(path, `${site.origin}/${path}`);
    expect(outcome).toMatchObject({
      error: undefined,
      end: expect.stringMatching(/^(Stored|Given up)$/),
      Status: expect.stringMatching(/^(stored|failed)$/),
    });
  });

  it('also when the job itself is refused', async () => {
    const url = `${site.origin}/${'a'.repeat(9_000)}`;
    expect(await crawl('refused', url)).toMatchObject({
      error: { name: 'CrawlFailed' },
      end: 'Crawler failed',
      Status: 'failed',
      Url: url.slice(0, MAX_CRAWL_URL),
      Reason: 'The crawler failed; its log says why',
    });
  });
});

describe('whatever a function does, the crawl has an outcome in the table', () => {
  const url = `${site.origin}/`;
  const crash = (name: string) => () => {
    throw Object.assign(new Error('exit'), { name });
  };
  /** An answer of another shape than the one that is due. */
  const broken: TaskDouble = () => ({ outcome: 'fetched', crawlId: 'broken-answer', url });

  it.each([
    ['crawl-fetch', 'Runtime.ExitError'],
    ['crawl-store', 'Lambda.Unknown'],
  ])('%s, which crashes for ever', async (name, errorName) => {
    expect(await crawl(`crash-${name}`, url, { [name]: crash(errorName) })).toMatchObject({
      error: { name: 'CrawlFailed' },
      ...{
        end: 'Crawler failed',
        Status: 'failed',
        Reason: 'The crawler failed; its log says why',
        Attempt: 4,
      },
    });
  });

  it('crawl-fetch, which answers another shape', async () => {
    expect(await crawl('broken-answer', url, { 'crawl-fetch': broken })).toMatchObject({
      ...{ error: { name: 'CrawlFailed' }, end: 'Crawler failed', Status: 'failed' },
    });
  });

  it('whose reason is that of the newest execution', async () => {
    await crawl('reasons', `${site.origin}/none`, { 'crawl-fetch': crash('Runtime.ExitError') });
    expect(await crawl('reasons', `${site.origin}/none`)).toMatchObject({
      ...{ end: 'Given up', Status: 'failed', Reason: 'HttpStatusError: The site answers 404' },
    });
  });

  it('which a later success replaces, and a late failure does not', async () => {
    await crawl('again', url, { 'crawl-fetch': crash('Runtime.ExitError') });
    expect(await crawl('again', url)).toMatchObject({ end: 'Stored', Status: 'stored' });
    expect(await crawl('again', url, { 'crawl-fetch': crash('Runtime.ExitError') })).toMatchObject({
      Status: 'stored',
    });
  });
});
