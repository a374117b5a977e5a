import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { crawledPage, createCrawlTable, createPageTable, storePage } from '@hanok/crawling';
import { clientOptions, env, observe, parseEnv, task } from '@hanok/lambda';

const { PAGE_TABLE, CRAWL_TABLE } = parseEnv(
  { PAGE_TABLE: env.text('CrawlPages'), CRAWL_TABLE: env.text('Crawls') },
  process.env,
);
const client = new DynamoDBClient(clientOptions());

export const handler = task({
  input: crawledPage,
  handle: storePage({
    pages: createPageTable({ client, table: PAGE_TABLE }),
    crawls: createCrawlTable({ client, table: CRAWL_TABLE }),
  }),
  ...observe('crawl-store'),
});
