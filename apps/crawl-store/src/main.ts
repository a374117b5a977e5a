import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createCrawlTable, createPageTable, createStorePage } from '@hanok/crawling';
import { crawledPage } from '@hanok/events';
import { createLogger, createMetrics, env, parseEnv, task } from '@hanok/lambda';

const service = 'crawl-store';
const { PAGE_TABLE, CRAWL_TABLE } = parseEnv(
  { PAGE_TABLE: env.text('CrawlPages'), CRAWL_TABLE: env.text('Crawls') },
  process.env,
);
const client = new DynamoDBClient({
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
});

export const handler = task({
  input: crawledPage,
  handle: createStorePage({
    pages: createPageTable({ client, pageTable: PAGE_TABLE }),
    crawls: createCrawlTable({ client, crawlTable: CRAWL_TABLE }),
  }),
  log: createLogger({ service }),
  metrics: createMetrics({ service }),
});
