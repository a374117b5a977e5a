import { CRAWL_TABLE, PAGE_TABLE } from '@hanok/crawling';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { prepareFunction, startTables } from '@hanok/testing';
import { afterAll, expect, it } from '@jest/globals';

const tables = await startTables([PAGE_TABLE, CRAWL_TABLE]);
afterAll(tables.stop);
prepareFunction(tables.variables);
const { handler } = await import('./main.ts');

it('stores the output of crawl-fetch in the default tables, the same when it runs again', async () => {
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
  expect(await tables.find(PAGE_TABLE, { Url: { S: 'https://site.example/' } })).toMatchObject({
    Title: { S: '제목' },
    Links: { L: [{ S: 'https://site.example/a' }] },
  });
  await expect(handler({ ...page, links: 'none' }, buildLambdaContext())).rejects.toThrow(
    'links: expected array',
  );
});
