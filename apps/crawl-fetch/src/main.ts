import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  crawlerVariables,
  createFetchPage,
  createPoliteness,
  createRobotsTable,
  createTurnTable,
  guardFrom,
  PRODUCT_TOKEN,
} from '@hanok/crawling';
import { crawlJob } from '@hanok/events';
import { clientOptions, env, observe, parseEnv, task } from '@hanok/lambda';

const variables = parseEnv({ ...crawlerVariables, HOST_TABLE: env.text('CrawlHosts') }, process.env);
const client = new DynamoDBClient(clientOptions({ requestTimeout: 2_000 }));
const guard = guardFrom(variables);
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
  ...observe('crawl-fetch'),
});
