import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { createCrawlTable, createExecutionStore, createReadCrawl } from '@hanok/crawling';
import { createLogger, createMetrics, env, parseEnv, rest } from '@hanok/lambda';

const service = 'crawl-reader';
const { CRAWL_TABLE, STATE_MACHINE_ARN } = parseEnv(
  { CRAWL_TABLE: env.text('Crawls'), STATE_MACHINE_ARN: env.text() },
  process.env,
);
const requestHandler = { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true };
const crawls = createCrawlTable({ client: new DynamoDBClient({ requestHandler }), crawlTable: CRAWL_TABLE });
const executions = createExecutionStore({
  client: new SFNClient({ requestHandler }),
  stateMachineArn: STATE_MACHINE_ARN,
});

export const handler = rest({
  routes: createReadCrawl({ crawls, executions }),
  log: createLogger({ service }),
  metrics: createMetrics({ service }),
});
