import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createCrawlTable, createFailCrawl } from '@hanok/crawling';
import { crawlFailure } from '@hanok/events';
import { createLogger, createMetrics, env, parseEnv, task } from '@hanok/lambda';

const service = 'crawl-fail';
const { CRAWL_TABLE } = parseEnv({ CRAWL_TABLE: env.text('Crawls') }, process.env);
const client = new DynamoDBClient({
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
});
const crawls = createCrawlTable({ client, crawlTable: CRAWL_TABLE });

export const handler = task({
  input: crawlFailure,
  handle: createFailCrawl({ crawls }),
  log: createLogger({ service }),
  metrics: createMetrics({ service }),
});
