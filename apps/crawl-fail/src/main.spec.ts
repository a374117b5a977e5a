import { CRAWL_TABLE } from '@hanok/crawling';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { prepareFunction, startTables } from '@hanok/testing';
import { afterAll, expect, it } from '@jest/globals';

const tables = await startTables([CRAWL_TABLE]);
afterAll(tables.stop);
prepareFunction(tables.variables);
const { handler } = await import('./main.ts');

it('decides on a caught error of crawl-fetch, and stores why it failed', async () => {
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
  expect(await tables.find(CRAWL_TABLE, { CrawlId: { S: 'crawl-1' } })).toMatchObject({
    Reason: { S: 'HttpStatusError: The site answers 404' },
  });
});
