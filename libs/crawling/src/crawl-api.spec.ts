import { buildRestEvent } from '@hanok/events/testing';
import { rest } from '@hanok/lambda';
import { buildLambdaContext, recordLines } from '@hanok/lambda/testing';
import { startStepFunctions, startTables } from '@hanok/testing';
import { createExecutions } from '@hanok/workflows/executions';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CrawledPage } from './messages/crawl-page.ts';
import type { FetchFailure } from './messages/crawl-outcome.ts';
import { createAddressPolicy } from './address/address-policy.ts';
import { failCrawl } from './fail-crawl.ts';
import { readCrawl } from './read-crawl.ts';
import { startCrawl } from './start-crawl.ts';
import { storePage } from './store-page.ts';
import { createCrawlTable } from './tables/crawl-table.ts';
import { CRAWL_TABLE, PAGE_TABLE } from './tables/definitions.ts';
import { createPageTable, pageKey } from './tables/page-table.ts';

const tables = await startTables([PAGE_TABLE, CRAWL_TABLE]);
const machine = await startStepFunctions({ machine: 'Crawl' });
beforeEach(() => machine.executions.clear());
afterAll(() => Promise.all([tables.stop(), machine.stop()]));

let now = 1_700_000_000_000;
const { signal } = new AbortController();
const executions = createExecutions(machine);
const pages = createPageTable({ client: tables.client, table: tables.nameOf(PAGE_TABLE) });
const crawls = createCrawlTable({ client: tables.client, table: tables.nameOf(CRAWL_TABLE) });

async function answerOf(
  routes: Parameters<typeof rest>[0]['routes'],
  event: Parameters<typeof buildRestEvent>[0],
) {
  const recorded = recordLines();
  const { statusCode, body } = await rest({ ...recorded, routes })(
    buildRestEvent(event),
    buildLambdaContext(),
  );
  return { status: statusCode, body: JSON.parse(body), lines: JSON.stringify(recorded.lines()) };
}
const post = (body: unknown, key?: string) =>
  answerOf(startCrawl({ executions, policy: createAddressPolicy({}), now: () => new Date(now) }), {
    httpMethod: 'POST',
    resource: '/crawl',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(key !== undefined && { headers: { 'Idempotency-Key': key } }),
  });
const get = (id: string) =>
  answerOf(readCrawl({ executions, crawls }), {
    httpMethod: 'GET',
    resource: '/crawl/{id}',
    pathParameters: { id },
  });
const start = async (url: string, key?: string): Promise<string> => (await post({ url }, key)).body.CrawlId;

function buildPage(crawlId: string, page: Partial<CrawledPage> = {}): CrawledPage {
  return {
    crawlId,
    url: 'https://site.example/',
    finalUrl: 'https://site.example/home',
    fetchedAt: now,
    title: '제목',
    description: 'about',
    links: ['https://site.example/a'],
    isCut: false,
    textLength: 10,
    charset: 'euc-kr',
    charsetFrom: 'meta',
    ...page,
  };
}
const store = (page: CrawledPage) =>
  storePage({
    pages,
    crawls,
  })(page, signal);
const fail = (crawlId: string, name: FetchFailure['name'], attempt: number) =>
  failCrawl({ crawls })(
    { crawlId, url: 'https://site.example/', attempt, failure: { name, message: 'why' } },
    signal,
  );

describe('POST /crawl', () => {
  it('starts one execution whose name is the id, with the URL in its normal form', async () => {
    const { status, body } = await post({ url: 'HTTPS://Site.Example:443/a/../?q=가#top' });
    expect(status).toBe(202);
    expect(body).toEqual({ CrawlId: expect.stringMatching(/^[\w-]{43}$/) });
    const [execution] = machine.executions.values();
    expect(execution?.name).toBe(body.CrawlId);
    expect(JSON.parse(execution?.input ?? '')).toEqual({
      crawlId: body.CrawlId,
      url: 'https://site.example/?q=%EA%B0%80',
      attempt: 1,
    });
  });

  it('is one crawl for the same URL in the same minute, also once it has ended', async () => {
    const first = await start('https://site.example/x');
    expect(await start('https://site.example./x#y')).toBe(first);
    for (const execution of machine.executions.values()) execution.status = 'SUCCEEDED';
    expect(await start('https://site.example/x')).toBe(first);
    now += 60_000;
    expect(await start('https://site.example/x')).not.toBe(first);
    expect(machine.executions.size).toBe(2);
  });

  it('is one crawl for the same Idempotency-Key at any time, and refuses another URL under it', async () => {
    const first = await start('https://site.example/x', 'key');
    now += 600_000;
    expect(await start('https://site.example/x', 'key')).toBe(first);
    const { status, body } = await post({ url: 'https://site.example/y' }, 'key');
    expect(status).toBe(422);
    expect(body.Error).toContain('Idempotency-Key');
    expect(machine.executions.size).toBe(1);
  });

  it.each([
    [{ url: 'ftp://site.example/' }, 'url: expected an absolute http or https URL'],
    [{ url: '/relative' }, 'url: expected an absolute http or https URL'],
    [{ url: 'http://me:open-sesame@site.example/' }, 'url: expected no user name and password'],
    [{ url: 'http://site.example:22/' }, 'url: the port is not open to crawls'],
    [{ url: 'http://169.254.169.254/' }, 'url: the address is not public'],
    [{ url: 'http://0x7f000001/' }, 'url: the address is not public'],
    [{ url: 'http://[::ffff:10.0.0.1]/' }, 'url: the address is not public'],
    [{ url: 'http://localhost/' }, 'url: the host is this machine'],
    [{ url: '' }, 'url: '],
    [{ url: 5 }, 'url: expected string'],
    [{}, 'url: missing'],
    ['{', ''],
  ])('answers 400 and starts nothing for %j', async (body, message) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(answer.body.Error).toContain(message);
    expect(answer.lines + JSON.stringify(answer.body)).not.toContain('open-sesame');
    expect(machine.executions.size).toBe(0);
  });
});

it('POST /crawl takes URLs of at most 8,000 characters, counted once percent-encoded', async () => {
  expect((await post({ url: `http://site.example/${'a'.repeat(7_980)}` })).status).toBe(202);
  for (const path of ['a'.repeat(7_981), '가'.repeat(1_000)]) {
    const { status, body } = await post({ url: `http://site.example/${path}` });
    expect(status).toBe(400);
    expect(body.Error).toMatch(/^url: at most 8000 characters/);
  }
});

describe('GET /crawl/{id}', () => {
  it('is running from the start on', async () => {
    const id = await start('https://site.example/run');
    expect(await get(id)).toMatchObject({
      status: 200,
      body: { CrawlId: id, Url: 'https://site.example/run', Status: 'running' },
    });
  });

  it('is stored with a summary of the page', async () => {
    const id = await start('https://site.example/');
    await store(buildPage(id));
    expect((await get(id)).body).toEqual({
      CrawlId: id,
      Url: 'https://site.example/',
      Status: 'stored',
      Page: {
        FinalUrl: 'https://site.example/home',
        Title: '제목',
        Description: 'about',
        Links: 1,
        TextLength: 10,
        Charset: 'euc-kr',
        FetchedAt: new Date(now).toISOString(),
      },
    });
  });

  it('runs on with a reason between two attempts, and is failed after the last', async () => {
    const id = await start('https://site.example/fail');
    await fail(id, 'CrawlTimeoutError', 1);
    expect((await get(id)).body).toMatchObject({ Status: 'running', Reason: 'CrawlTimeoutError: why' });
    await fail(id, 'RobotsDisallowedError', 2);
    expect((await get(id)).body).toMatchObject({ Status: 'failed', Reason: 'RobotsDisallowedError: why' });
  });

  it('is failed where its execution has ended without an outcome', async () => {
    const id = await start('https://site.example/aborted');
    for (const execution of machine.executions.values()) execution.status = 'ABORTED';
    expect((await get(id)).body).toMatchObject({
      Status: 'failed',
      Reason: 'The execution ended as ABORTED',
    });
  });

  it.each(['FAILED', 'TIMED_OUT', 'ABORTED'])(
    'is failed where its execution is %s, and runs when the same request starts it again',
    async (status) => {
      const url = `https://site.example/${status}`;
      const id = await start(url, status);
      await fail(id, 'CrawlTimeoutError', 3);
      for (const execution of machine.executions.values()) execution.status = status;
      expect((await get(id)).body).toMatchObject({
        Status: 'failed',
        Reason: `The execution ended as ${status}`,
      });
      expect(await start(url, status)).toBe(id);
      expect([...machine.executions.keys()]).toEqual([id, `${id}.2`]);
      expect((await get(id)).body).toMatchObject({ Status: 'running' });
      expect((await post({ url: `${url}/other` }, status)).status).toBe(422);
      await store(buildPage(id, { url }));
      expect((await get(id)).body).toMatchObject({ Status: 'stored', Url: url });
    },
  );

  it('runs when it is started again though a failure is stored, and is failed for the newest reason to end', async () => {
    const id = await start('https://site.example/again', 'again');
    await fail(id, 'CrawlTimeoutError', 2);
    for (const execution of machine.executions.values()) execution.status = 'FAILED';
    await start('https://site.example/again', 'again');
    await fail(id, 'RobotsDisallowedError', 1);
    expect((await get(id)).body).toMatchObject({ Status: 'running' });
    for (const execution of machine.executions.values()) execution.status = 'SUCCEEDED';
    expect((await get(id)).body).toMatchObject({ Status: 'failed', Reason: 'RobotsDisallowedError: why' });
  });

  it('is failed where no execution is left that could go on', async () => {
    await fail('crawl-left', 'CrawlTimeoutError', 1);
    expect((await get('crawl-left')).body).toMatchObject({
      Status: 'failed',
      Reason: 'CrawlTimeoutError: why',
    });
  });

  it('is 404 for an id that no crawl has, and 400 for one that none can have', async () => {
    expect(await get('unknown')).toMatchObject({ status: 404, body: { Error: 'No such crawl' } });
    expect(await get('a/b')).toMatchObject({ status: 400 });
  });
});

describe('crawl-store', () => {
  const stored = async (url: string) =>
    (await tables.items(PAGE_TABLE)).find(({ Url }) => Url?.S === pageKey(url));

  it('keeps the newest page of a URL, in whatever order pages come, and is the same when it runs again', async () => {
    const url = 'https://site.example/newest';
    const pages = [3, 1, 2, 3, 1].map((at) =>
      buildPage(`crawl-${at}`, { url, fetchedAt: now + at, title: String(at) }),
    );
    const newest = [];
    for (const page of pages) newest.push((await store(page)).isNewest);
    expect(newest).toEqual([true, false, false, true, false]);
    expect(await stored(url)).toMatchObject({ Title: { S: '3' }, CrawlId: { S: 'crawl-3' } });
    expect((await get('crawl-1')).body).toMatchObject({ Status: 'stored', Page: { Title: '1' } });
  });

  it('stores a URL that is too long for a key under a hash of it', async () => {
    const url = `https://site.example/${'a'.repeat(3_000)}`;
    await store(buildPage('crawl-long', { url }));
    expect(await stored(url)).toMatchObject({
      Url: { S: expect.stringMatching(/^sha256:[\da-f]{64}$/) },
      FullUrl: { S: url },
    });
  });

  it('is the last word: a verdict that comes late changes nothing', async () => {
    await store(buildPage('crawl-stored'));
    await fail('crawl-stored', 'CrawlTimeoutError', 1);
    expect((await get('crawl-stored')).body).toMatchObject({ Status: 'stored' });
  });
});

describe('crawl-fail', () => {
  it('answers the same for the same failure, and keeps the verdict of the latest attempt', async () => {
    machine.executions.set('crawl-fail', { name: 'crawl-fail', input: '{}', status: 'RUNNING', states: [] });
    const first = await fail('crawl-fail', 'CrawlTimeoutError', 1);
    expect(first).toEqual({
      crawlId: 'crawl-fail',
      url: 'https://site.example/',
      retry: true,
      attempt: 2,
      afterSeconds: 15,
      failedBy: 'site',
      reason: 'CrawlTimeoutError: why',
    });
    await fail('crawl-fail', 'CrawlTimeoutError', 2);
    await fail('crawl-fail', 'ConnectionFailedError', 1);
    expect((await get('crawl-fail')).body).toMatchObject({
      Status: 'running',
      Reason: 'CrawlTimeoutError: why',
    });
    await fail('crawl-fail', 'NotHtmlError', 3);
    for (const attempt of [1, 2, 3]) await fail('crawl-fail', 'CrawlTimeoutError', attempt);
    expect(await fail('crawl-fail', 'CrawlTimeoutError', 1)).toEqual(first);
    expect((await get('crawl-fail')).body).toMatchObject({ Status: 'failed', Reason: 'NotHtmlError: why' });
  });
});
