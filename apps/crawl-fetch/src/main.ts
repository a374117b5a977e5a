import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  crawlerVariables,
  crawlJob,
  createPoliteness,
  createRobotsTable,
  createTurnTable,
  fetchPage,
  fetchPolicyFrom,
  PRODUCT_TOKEN,
} from '@hanok/crawling';
import { clientOptions, env, observe, parseEnv, task } from '@hanok/lambda';

const variables = parseEnv({ ...crawlerVariables, HOST_TABLE: env.text('CrawlHosts') }, process.env);
const client = new DynamoDBClient(clientOptions({ requestTimeout: 2_000 }));
const observation = observe('crawl-fetch');
const policy = fetchPolicyFrom(variables);
const politeness = createPoliteness({
  policy,
  robots: createRobotsTable({ client, table: variables.HOST_TABLE }),
  turns: createTurnTable({ client, table: variables.HOST_TABLE }),
  productToken: PRODUCT_TOKEN,
  delaySeconds: variables.DELAY_SECONDS,
});

export const handler = task({
  input: crawlJob,
  handle: fetchPage({ policy, politeness, ...observation }),
  ...observation,
});
