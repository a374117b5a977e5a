import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { clientOptions, env, observe, parseEnv, rest } from '@hanok/lambda';
import { createExecutions, createTrainingTable, readTraining } from '@hanok/training';

const variables = { STATE_MACHINE_ARN: env.text(), TRAINING_TABLE: env.text() };
const { STATE_MACHINE_ARN, TRAINING_TABLE } = parseEnv(variables, process.env);
const sfn = new SFNClient(clientOptions());
const dynamodb = new DynamoDBClient(clientOptions());

export const handler = rest({
  routes: readTraining({
    executions: createExecutions({ client: sfn, stateMachineArn: STATE_MACHINE_ARN }),
    trainings: createTrainingTable({ client: dynamodb, table: TRAINING_TABLE }),
  }),
  ...observe('training-reader'),
});
