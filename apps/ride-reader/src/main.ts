import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions, env, observe, parseEnv, rest } from '@hanok/lambda';
import { createRideTable, readRide } from '@hanok/rides';

const { RIDE_TABLE, ALLOWED_ORIGINS } = parseEnv(
  { RIDE_TABLE: env.text('Rides'), ALLOWED_ORIGINS: env.list('*') },
  process.env,
);
const client = new DynamoDBClient(clientOptions());

export const handler = rest({
  routes: readRide({ rides: createRideTable({ client, table: RIDE_TABLE }) }),
  ...observe('ride-reader'),
  cors: { origins: ALLOWED_ORIGINS },
});
