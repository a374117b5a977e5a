import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { createLogger, createMetrics, env, parseEnv, rest } from '@hanok/lambda';
import { createExecutionStore, createReadTraining, createTrainingTable } from '@hanok/training';

const service = 'training-reader';
const variables = { STATE_MACHINE_ARN: env.text(), TRAINING_TABLE: env.text() };
const { STATE_MACHINE_ARN, TRAINING_TABLE } = parseEnv(variables, process.env);
const requestHandler = { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true };
const sfn = new SFNClient({ requestHandler });
const dynamodb = new DynamoDBClient({ requestHandler });

export const handler = rest({
  routes: createReadTraining({
    executions: createExecutionStore({ client: sfn, stateMachineArn: STATE_MACHINE_ARN }),
    trainings: createTrainingTable({ client: dynamodb, tableName: TRAINING_TABLE }),
  }),
  log: createLogger({ service }),
  metrics: createMetrics({ service }),
});
