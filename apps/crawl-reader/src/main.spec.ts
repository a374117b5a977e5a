import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DynamoDBClient, CreateTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { startStepFunctions, STATE_MACHINE_ARN } from '@hanok/crawling/testing';
import { startDynoxide } from '@hanok/engines';
import { buildRestEvent } from '@hanok/events/testing';
import { buildLambdaContext } from '@hanok/lambda/testing';

const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  const [engine, machine] = await Promise.all([startDynoxide(), startStepFunctions()]);
  stops.push(engine.stop, machine.stop);
  machine.executions.set('running', {
    name: 'running',
    status: 'RUNNING',
    input: '{"crawlId":"running","url":"https://site.example/","attempt":1}',
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    AWS_ENDPOINT_URL_SFN: machine.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    STATE_MACHINE_ARN,
  });
  const client = new DynamoDBClient();
  await client.send(
    new CreateTableCommand({
      TableName: 'Crawls',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'CrawlId', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'CrawlId', AttributeType: 'S' }],
    }),
  );
  const Item = {
    CrawlId: { S: 'failed' },
    Status: { S: 'failed' },
    Url: { S: 'https://site.example/a.pdf' },
    Reason: { S: 'NotHtmlError' },
    Attempt: { N: '1' },
  };
  await client.send(new PutItemCommand({ TableName: 'Crawls', Item }));
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

it('answers a crawl from its table, and from its execution while there is no outcome', async () => {
  const { handler } = await import('./main.ts');
  const get = (id: string) =>
    handler(
      buildRestEvent({ httpMethod: 'GET', resource: '/crawl/{id}', pathParameters: { id } }),
      buildLambdaContext(),
    );
  expect(JSON.parse((await get('failed')).body)).toEqual({
    CrawlId: 'failed',
    Url: 'https://site.example/a.pdf',
    Status: 'failed',
    Reason: 'NotHtmlError',
  });
  expect(JSON.parse((await get('running')).body)).toMatchObject({ Status: 'running' });
  expect((await get('nobody')).statusCode).toBe(404);
});
