import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createLogger, createMetrics, env, parseEnv, rest } from '@hanok/lambda';
import { createReadRide, createRideTable } from '@hanok/rides';

const { RIDE_TABLE, ALLOWED_ORIGINS } = parseEnv(
  { RIDE_TABLE: env.text('Rides'), ALLOWED_ORIGINS: env.list('*') },
  process.env,
);
const service = 'ride-reader';
const client = new DynamoDBClient({
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
});

export const handler = rest({
  routes: createReadRide({ rides: createRideTable({ client, table: RIDE_TABLE }) }),
  log: createLogger({ service }),
  metrics: createMetrics({ service }),
  cors: { origins: ALLOWED_ORIGINS },
});
