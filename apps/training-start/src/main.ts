import { SFNClient } from '@aws-sdk/client-sfn';
import { createLogger, createMetrics, env, parseEnv, rest } from '@hanok/lambda';
import { createExecutionStore, createStartTraining } from '@hanok/training';

const service = 'training-start';
const { STATE_MACHINE_ARN } = parseEnv({ STATE_MACHINE_ARN: env.text() }, process.env);
const client = new SFNClient({
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
});
const executions = createExecutionStore({ client, stateMachineArn: STATE_MACHINE_ARN });

export const handler = rest({
  routes: createStartTraining({ executions }),
  log: createLogger({ service }),
  metrics: createMetrics({ service }),
});
