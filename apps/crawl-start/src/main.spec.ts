import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startStepFunctions, STATE_MACHINE_ARN } from '@hanok/crawling/testing';
import { buildRestEvent } from '@hanok/events/testing';
import { buildLambdaContext } from '@hanok/lambda/testing';

let machine: Awaited<ReturnType<typeof startStepFunctions>>;
beforeAll(async () => {
  machine = await startStepFunctions();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: machine.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    STATE_MACHINE_ARN,
  });
});
afterAll(() => machine.stop());

it('starts one execution for a URL, and none for a private address', async () => {
  const { handler } = await import('./main.ts');
  const headers = { 'Idempotency-Key': 'once' };
  const post = (url: string) =>
    handler(
      buildRestEvent({ httpMethod: 'POST', resource: '/crawl', headers, body: JSON.stringify({ url }) }),
      buildLambdaContext(),
    );
  const first = await post('https://site.example/');
  expect(first).toMatchObject({ statusCode: 202, body: expect.stringContaining('"CrawlId":') });
  expect((await post('https://site.example/')).body).toBe(first.body);
  expect((await post('http://10.0.0.1/')).statusCode).toBe(400);
  expect(machine.executions.size).toBe(1);
});
