import { CRAWL_TABLE } from '@hanok/crawling';
import { buildRestEvent } from '@hanok/events/testing';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { prepareFunction, startStepFunctions, startTables } from '@hanok/testing';
import { afterAll, expect, it } from '@jest/globals';

const tables = await startTables([CRAWL_TABLE]);
const machine = await startStepFunctions({ machine: 'Crawl' });
afterAll(() => Promise.all([tables.stop(), machine.stop()]));
prepareFunction({ ...tables.variables, ...machine.variables });
const { handler } = await import('./main.ts');

it('answers a crawl from its table, and from its execution while there is no outcome', async () => {
  const input = '{"crawlId":"running","url":"https://site.example/","attempt":1}';
  machine.executions.set('running', { name: 'running', status: 'RUNNING', input, states: [] });
  await tables.put(CRAWL_TABLE, {
    CrawlId: { S: 'failed' },
    Status: { S: 'failed' },
    Url: { S: 'https://site.example/a.pdf' },
    Reason: { S: 'NotHtmlError' },
    Attempt: { N: '1' },
  });
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
  expect(JSON.parse((await get('running')).body)).toMatchObject({
    Status: 'running',
    Url: 'https://site.example/',
  });
  expect((await get('unknown')).statusCode).toBe(404);
});
