import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { html, startSite, text } from '@hanok/crawling/testing';
import { startDynoxide } from '@hanok/engines';
import { buildLambdaContext } from '@hanok/lambda/testing';

const stops: (() => Promise<void>)[] = [];
let origin = '';
let runtimeApi: Awaited<ReturnType<typeof startSite>>;

beforeAll(async () => {
  const engine = await startDynoxide();
  const site = await startSite({
    '/robots.txt': text('User-agent: HanokCrawler\nDisallow: /private'),
    '/page': html('<title>페이지</title><a href="/next">next</a>'),
  });
  runtimeApi = await startSite({ '/': html('event') });
  stops.push(engine.stop, site.stop, runtimeApi.stop);
  origin = site.origin;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: engine.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_LAMBDA_RUNTIME_API: runtimeApi.authority,
    ALLOWED_HOSTS: `${site.authority}, ${runtimeApi.authority}`,
    DELAY_SECONDS: '0',
  });
  await new DynamoDBClient().send(
    new CreateTableCommand({
      TableName: 'CrawlHosts',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'HostKey', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'HostKey', AttributeType: 'S' }],
    }),
  );
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

it('fetches a page of an opened host, keeps to robots.txt, and never asks the Runtime API', async () => {
  const { handler } = await import('./main.ts');
  const crawl = (url: string) => handler({ crawlId: 'crawl-1', url }, buildLambdaContext());
  expect(await crawl(`${origin}/page`)).toMatchObject({ title: '페이지', links: [`${origin}/next`] });
  await expect(crawl(`${origin}/private`)).rejects.toMatchObject({ name: 'RobotsDisallowedError' });
  for (const url of [`${runtimeApi.origin}/`, 'http://169.254.169.254/', 'http://127.0.0.1/'])
    await expect(crawl(url)).rejects.toMatchObject({ name: 'AddressRefusedError' });
  expect(runtimeApi.requests).toEqual([]);
});
