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
  await client.send(
    new CreateTableCommand({
      TableName: 'Crawls',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'CrawlId', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'CrawlId', AttributeType: 'S' }],
    }),
  );
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

it('decides on a caught error of crawl-fetch, and stores why it failed', async () => {
  const { handler } = await import('./main.ts');
  const job = { crawlId: 'crawl-1', url: 'https://site.example/', attempt: 1 };
  const failing = (errorMessage: string) => ({
    ...job,
    error: {
      Error: 'HttpStatusError',
      Cause: JSON.stringify({ errorType: 'HttpStatusError', errorMessage }),
    },
  });
  const busy = failing('The site answers 503, to be asked again in 120 s');
  expect(await handler(busy, buildLambdaContext())).toMatchObject({
    retry: true,
    afterSeconds: 120,
    attempt: 2,
  });
  const gone = failing('The site answers 404');
  expect(await handler(gone, buildLambdaContext())).toMatchObject({ retry: false, afterSeconds: 0 });
  const { Item } = await client.send(
    new GetItemCommand({ TableName: 'Crawls', Key: { CrawlId: { S: 'crawl-1' } } }),
  );
  expect(Item?.Reason?.S).toBe('HttpStatusError: The site answers 404');
});
