import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { createCrawlTable, createExecutions, readCrawl } from '@hanok/crawling';
import { clientOptions, env, observe, parseEnv, rest } from '@hanok/lambda';

const { CRAWL_TABLE, STATE_MACHINE_ARN } = parseEnv(
  { CRAWL_TABLE: env.text('Crawls'), STATE_MACHINE_ARN: env.text() },
  process.env,
);
const crawls = createCrawlTable({ client: new DynamoDBClient(clientOptions()), table: CRAWL_TABLE });
const executions = createExecutions({
  client: new SFNClient(clientOptions()),
  stateMachineArn: STATE_MACHINE_ARN,
});

export const handler = rest({
  routes: readCrawl({ crawls, executions }),
  ...observe('crawl-reader'),
});
