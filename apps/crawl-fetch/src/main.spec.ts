import { HOST_TABLE } from '@hanok/crawling';
import { html, startSite, text } from '@hanok/crawling/testing';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { prepareFunction, startTables } from '@hanok/testing';
import { afterAll, expect, it } from '@jest/globals';

const tables = await startTables([HOST_TABLE]);
const site = await startSite({
  '/robots.txt': text('User-agent: HanokCrawler\nDisallow: /private'),
  '/page': html('<title>페이지</title><a href="/next">next</a>'),
});
const runtimeApi = await startSite({ '/': html('event') });
afterAll(() => Promise.all([tables.stop(), site.stop(), runtimeApi.stop()]));
const { lines } = prepareFunction({
  ...tables.variables,
  AWS_LAMBDA_RUNTIME_API: runtimeApi.authority,
  ALLOWED_HOSTS: `${site.authority}, ${runtimeApi.authority}`,
  DELAY_SECONDS: '0',
});
const { handler } = await import('./main.ts');

it('fetches a page of an opened host, keeps to robots.txt, and never asks the Runtime API', async () => {
  const crawl = (url: string) => handler({ crawlId: 'crawl-1', url }, buildLambdaContext());
  const failing = (name: string) => expect.objectContaining({ failure: expect.objectContaining({ name }) });
  expect(await crawl(`${site.origin}/page`)).toMatchObject({
    outcome: 'fetched',
    title: '페이지',
    links: [`${site.origin}/next`],
  });
  expect(await crawl(`${site.origin}/private`)).toEqual(failing('RobotsDisallowedError'));
  for (const url of [`${runtimeApi.origin}/`, 'http://169.254.169.254/', 'http://127.0.0.1/'])
    expect(await crawl(url)).toEqual(failing('AddressRefusedError'));
  expect(runtimeApi.requests).toEqual([]);
  // The alarm of the stack reads this metric.
  const inNamespace = expect.objectContaining({ Namespace: 'Hanok', Dimensions: [['service']] });
  expect(lines()).toContainEqual(
    expect.objectContaining({
      _aws: expect.objectContaining({ CloudWatchMetrics: [inNamespace] }),
      service: 'crawl-fetch',
      FetchesFailed: 1,
    }),
  );
});
