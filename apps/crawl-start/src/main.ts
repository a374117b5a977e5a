import { SFNClient } from '@aws-sdk/client-sfn';
import { addressVariables, createExecutionStore, createStartCrawl, openPolicy } from '@hanok/crawling';
import { createLogger, createMetrics, env, parseEnv, rest } from '@hanok/lambda';

const service = 'crawl-start';
const variables = parseEnv({ ...addressVariables, STATE_MACHINE_ARN: env.text() }, process.env);
const client = new SFNClient({
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
});
const executions = createExecutionStore({ client, stateMachineArn: variables.STATE_MACHINE_ARN });

export const handler = rest({
  routes: createStartCrawl({ executions, policy: openPolicy(variables) }),
  log: createLogger({ service }),
  metrics: createMetrics({ service }),
});
