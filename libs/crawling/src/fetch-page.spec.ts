import { startTables } from '@hanok/testing';
import { afterAll, expect, it } from '@jest/globals';
import { buildCrawler, failing } from './crawler.fixture.ts';
import { ConnectionFailedError } from './errors.ts';
import { HOST_TABLE } from './tables/definitions.ts';
import { html, startSite } from './testing/local-site.ts';

const tables = await startTables([HOST_TABLE]);
const site = await startSite({ '/': html('<title>page</title>') });
afterAll(() => Promise.all([tables.stop(), site.stop()]));

it('answers a page, its failure or the wait for its turn, each with one log line and one count', async () => {
  const { fetch, lines } = buildCrawler({ tables, allowedHosts: [site.authority], delaySeconds: 30 });
  expect(await fetch(`${site.origin}/`, 'crawl-1')).toMatchObject({ outcome: 'fetched', title: 'page' });
  expect(await fetch(`${site.origin}/`, 'crawl-2')).toEqual(
    failing('CrawlDelayedError', { afterSeconds: 30, message: 'Its turn at this host is in 30 s' }),
  );
  expect(await fetch('http://10.0.0.1/', 'crawl-3')).toEqual({
    outcome: 'failed',
    crawlId: 'crawl-3',
    url: 'http://10.0.0.1/',
    attempt: 1,
    failure: { name: 'AddressRefusedError', message: 'the address is not public' },
  });
  const delayed = { name: 'CrawlDelayedError', message: 'Its turn at this host is in 30 s' };
  const refused = { name: 'AddressRefusedError', message: 'the address is not public' };
  expect(lines()).toEqual([
    expect.objectContaining({ level: 'info', message: 'page fetched', crawlId: 'crawl-1' }),
    expect.objectContaining({ PagesFetched: 1 }),
    expect.objectContaining({
      level: 'info',
      message: 'page not fetched',
      crawlId: 'crawl-2',
      error: expect.objectContaining(delayed),
    }),
    expect.objectContaining({ FetchesDelayed: 1 }),
    expect.objectContaining({
      level: 'info',
      message: 'page not fetched',
      crawlId: 'crawl-3',
      error: expect.objectContaining(refused),
    }),
    expect.objectContaining({ FetchesFailed: 1 }),
  ]);
});

it('says the code of a failed connection and nothing of where it went', () => {
  const cause = new Error('connect ECONNREFUSED 10.0.0.1:80');
  expect(new ConnectionFailedError('ECONNREFUSED', { cause }).message).toBe(
    'The connection failed: ECONNREFUSED',
  );
});
