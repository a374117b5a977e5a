import { SFNClient } from '@aws-sdk/client-sfn';
import { clientOptions, env, observe, parseEnv, rest } from '@hanok/lambda';
import { createExecutions, startTraining } from '@hanok/training';

const { STATE_MACHINE_ARN } = parseEnv({ STATE_MACHINE_ARN: env.text() }, process.env);
const client = new SFNClient(clientOptions());
const executions = createExecutions({ client, stateMachineArn: STATE_MACHINE_ARN });

export const handler = rest({
  routes: startTraining({ executions }),
  ...observe('training-start'),
});
