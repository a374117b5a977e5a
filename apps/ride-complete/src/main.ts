import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions, env, observe, parseEnv, rest } from '@hanok/lambda';
import { completeRide, createCompletionTable, createRideTable } from '@hanok/rides';

const { RIDE_TABLE, FLEET_TABLE, ALLOWED_ORIGINS } = parseEnv(
  {
    RIDE_TABLE: env.text('Rides'),
    FLEET_TABLE: env.text('RidesFleet'),
    ALLOWED_ORIGINS: env.list('*'),
  },
  process.env,
);
const observation = observe('ride-complete');
const client = new DynamoDBClient(clientOptions());
const rides = createRideTable({ client, table: RIDE_TABLE });
const completions = createCompletionTable({ client, tables: { rides: RIDE_TABLE, fleet: FLEET_TABLE } });

export const handler = rest({
  routes: completeRide({ rides, completions, ...observation }),
  ...observation,
  cors: { origins: ALLOWED_ORIGINS },
});
