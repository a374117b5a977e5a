import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { crawlFailure, createCrawlTable, failCrawl } from '@hanok/crawling';
import { clientOptions, env, observe, parseEnv, task } from '@hanok/lambda';

const { CRAWL_TABLE } = parseEnv({ CRAWL_TABLE: env.text('Crawls') }, process.env);
const client = new DynamoDBClient(clientOptions());
const crawls = createCrawlTable({ client, table: CRAWL_TABLE });

export const handler = task({
  input: crawlFailure,
  handle: failCrawl({ crawls }),
  ...observe('crawl-fail'),
});
