import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createLogger, createMetrics, env, parseEnv, rest } from '@hanok/lambda';
import { createCompleteRide, createCompletionTable, createRideTable } from '@hanok/rides';

const { RIDE_TABLE, FLEET_TABLE, ALLOWED_ORIGINS } = parseEnv(
  {
    RIDE_TABLE: env.text('Rides'),
    FLEET_TABLE: env.text('RidesFleet'),
    ALLOWED_ORIGINS: env.list('*'),
  },
  process.env,
);
const service = 'ride-complete';
const log = createLogger({ service });
const metrics = createMetrics({ service });
const client = new DynamoDBClient({
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
});
const rides = createRideTable({ client, table: RIDE_TABLE });
const completions = createCompletionTable({ client, rideTable: RIDE_TABLE, fleetTable: FLEET_TABLE });

export const handler = rest({
  routes: createCompleteRide({ rides, completions, log, metrics }),
  log,
  metrics,
  cors: { origins: ALLOWED_ORIGINS },
});
