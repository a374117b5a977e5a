import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions, env, observe, parseEnv, task } from '@hanok/lambda';
import { createTrainingTable, failTraining, failureInput } from '@hanok/training';

const { TRAINING_TABLE } = parseEnv({ TRAINING_TABLE: env.text() }, process.env);
const client = new DynamoDBClient(clientOptions());
const trainings = createTrainingTable({ client, table: TRAINING_TABLE });

export const handler = task({
  input: failureInput,
  handle: failTraining({ trainings }),
  ...observe('training-fail'),
});
