import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CreateTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { startDynoxide } from '@hanok/engines';
import { buildLambdaContext } from '@hanok/lambda/testing';

const stops: (() => Promise<void>)[] = [];
let client: DynamoDBClient;

beforeAll(async () => {
  const engine = await startDynoxide();
  stops.push(engine.stop);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: engine.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  client = new DynamoDBClient();
  await createTable('CrawlPages', 'Url');
  await createTable('Crawls', 'CrawlId');
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

function createTable(TableName: string, AttributeName: string) {
  return client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName, KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName, AttributeType: 'S' }],
    }),
  );
}

it('stores the output of crawl-fetch in the default tables, the same when it runs again', async () => {
  const { handler } = await import('./main.ts');
  const page = {
    crawlId: 'crawl-1',
    url: 'https://site.example/',
    finalUrl: 'https://site.example/home',
    fetchedAt: 1_700_000_000_000,
    title: '제목',
    description: '',
    links: ['https://site.example/a'],
    isCut: false,
    textLength: 10,
    charset: 'euc-kr',
    charsetFrom: 'meta',
  };
  const stored = { crawlId: 'crawl-1', url: 'https://site.example/', isNewest: true };
  expect(await handler(page, buildLambdaContext())).toEqual(stored);
  expect(await handler(page, buildLambdaContext())).toEqual(stored);
  const Key = { Url: { S: 'https://site.example/' } };
  const { Item } = await client.send(new GetItemCommand({ TableName: 'CrawlPages', Key }));
  expect(Item).toMatchObject({ Title: { S: '제목' }, Links: { L: [{ S: 'https://site.example/a' }] } });
  await expect(handler({ ...page, links: 'none' }, buildLambdaContext())).rejects.toThrow(
    'links: expected array',
  );
});
