import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  crawlerVariables,
  createFetchPage,
  createPoliteness,
  createRobotsTable,
  createTurnTable,
  openGuard,
  PRODUCT_TOKEN,
} from '@hanok/crawling';
import { crawlJob } from '@hanok/events';
import { createLogger, createMetrics, env, parseEnv, task } from '@hanok/lambda';

const service = 'crawl-fetch';
const variables = parseEnv({ ...crawlerVariables, HOST_TABLE: env.text('CrawlHosts') }, process.env);
const client = new DynamoDBClient({
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
});
const guard = openGuard(variables);
const politeness = createPoliteness({
  guard,
  robots: createRobotsTable({ client, hostTable: variables.HOST_TABLE }),
  turns: createTurnTable({ client, hostTable: variables.HOST_TABLE }),
  productToken: PRODUCT_TOKEN,
  delaySeconds: variables.DELAY_SECONDS,
});

export const handler = task({
  input: crawlJob,
  handle: createFetchPage({ guard, politeness }),
  log: createLogger({ service }),
  metrics: createMetrics({ service }),
});
