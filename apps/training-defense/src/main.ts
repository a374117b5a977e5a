import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions, env, observe, parseEnv, task } from '@hanok/lambda';
import { createDrill, createTrainingTable, drillInput } from '@hanok/training';

const service = 'training-defense';
const { TRAINING_TABLE } = parseEnv({ TRAINING_TABLE: env.text() }, process.env);
const client = new DynamoDBClient(clientOptions());
const trainings = createTrainingTable({ client, tableName: TRAINING_TABLE });

export const handler = task({
  input: drillInput,
  handle: createDrill({ drill: service, trainings }),
  ...observe(service),
});
