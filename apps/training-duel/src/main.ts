import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createLogger, createMetrics, env, parseEnv, task } from '@hanok/lambda';
import { createDrill, createTrainingTable, drillInput } from '@hanok/training';

const service = 'training-duel';
const { TRAINING_TABLE } = parseEnv({ TRAINING_TABLE: env.text() }, process.env);
const client = new DynamoDBClient({
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
});
const trainings = createTrainingTable({ client, tableName: TRAINING_TABLE });

export const handler = task({
  input: drillInput,
  handle: createDrill({ drill: service, trainings }),
  log: createLogger({ service }),
  metrics: createMetrics({ service }),
});
