import { buildRestEvent } from '@hanok/events/testing';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { prepareFunction, startStepFunctions } from '@hanok/testing';
import { afterAll, expect, it } from '@jest/globals';

const machine = await startStepFunctions({ machine: 'Crawl' });
afterAll(machine.stop);
prepareFunction(machine.variables);
const { handler } = await import('./main.ts');

it('starts one execution for a URL, and none for a private address', async () => {
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
