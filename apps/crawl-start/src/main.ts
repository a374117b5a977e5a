import { SFNClient } from '@aws-sdk/client-sfn';
import { addressPolicyFrom, addressVariables, createExecutions, startCrawl } from '@hanok/crawling';
import { clientOptions, env, observe, parseEnv, rest } from '@hanok/lambda';

const variables = parseEnv({ ...addressVariables, STATE_MACHINE_ARN: env.text() }, process.env);
const client = new SFNClient(clientOptions());
const executions = createExecutions({ client, stateMachineArn: variables.STATE_MACHINE_ARN });

export const handler = rest({
  routes: startCrawl({ executions, policy: addressPolicyFrom(variables) }),
  ...observe('crawl-start'),
});
