import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createCrawlTable, createPageTable, createStorePage } from '@hanok/crawling';
import { crawledPage } from '@hanok/events';
import { clientOptions, env, observe, parseEnv, task } from '@hanok/lambda';

const { PAGE_TABLE, CRAWL_TABLE } = parseEnv(
  { PAGE_TABLE: env.text('CrawlPages'), CRAWL_TABLE: env.text('Crawls') },
  process.env,
);
const client = new DynamoDBClient(clientOptions());

export const handler = task({
  input: crawledPage,
  handle: createStorePage({
    pages: createPageTable({ client, pageTable: PAGE_TABLE }),
    crawls: createCrawlTable({ client, crawlTable: CRAWL_TABLE }),
  }),
  ...observe('crawl-store'),
});
