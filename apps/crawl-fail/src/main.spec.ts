import { CRAWL_TABLE } from '@hanok/crawling';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { prepareFunction, startTables } from '@hanok/testing';
import { afterAll, expect, it } from '@jest/globals';

const tables = await startTables([CRAWL_TABLE]);
afterAll(tables.stop);
prepareFunction(tables.variables);
const { handler } = await import('./main.ts');

it('decides on a failed fetch and on a caught error, and stores why the crawl failed', async () => {
  const job = { crawlId: 'crawl-1', url: 'https://site.example/', attempt: 1 };
  const run = (failed: object) => handler({ ...job, ...failed }, buildLambdaContext());
  const message = 'The site answers 503, to be asked again in 120 s';
  const busy = { name: 'HttpStatusError', message, status: 503, afterSeconds: 120 };
  expect(await run({ failure: busy })).toMatchObject({ retry: true, afterSeconds: 120, attempt: 2 });
  const gone = { name: 'HttpStatusError', message: 'The site answers 404', status: 404 };
  expect(await run({ failure: gone })).toMatchObject({ retry: false, afterSeconds: 0 });
  expect(await tables.find(CRAWL_TABLE, { CrawlId: { S: 'crawl-1' } })).toMatchObject({
    Reason: { S: 'HttpStatusError: The site answers 404' },
  });
  const error = { Error: 'States.Timeout', Cause: '' };
  expect(await run({ error })).toMatchObject({ retry: true, reason: 'The crawler failed; its log says why' });
  await expect(run({ crawlId: undefined })).rejects.toThrow('crawlId: missing');
});
