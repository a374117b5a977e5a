import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions, env, observe, parseEnv, rest } from '@hanok/lambda';
import { createFleetTable, createReservationTable, requestRide, TUTORIAL_FLEET } from '@hanok/rides';

const { RIDE_TABLE, FLEET_TABLE, RECEIPT_TABLE, LEASE_SECONDS, ALLOWED_ORIGINS } = parseEnv(
  {
    RIDE_TABLE: env.text('Rides'),
    FLEET_TABLE: env.text('RidesFleet'),
    RECEIPT_TABLE: env.text('RideReceipts'),
    LEASE_SECONDS: env.integer('900'),
    ALLOWED_ORIGINS: env.list('*'),
  },
  process.env,
);
const observation = observe('request-unicorn');
const client = new DynamoDBClient(clientOptions());
const tables = { rides: RIDE_TABLE, fleet: FLEET_TABLE, receipts: RECEIPT_TABLE };
const fleet = createFleetTable({ client, table: FLEET_TABLE, log: observation.log });
const reservations = createReservationTable({ client, tables });
const dispatch = { fleet, reservations, leaseSeconds: LEASE_SECONDS, firstFleet: TUTORIAL_FLEET };

export const handler = rest({
  routes: requestRide({ ...dispatch, ...observation }),
  ...observation,
  cors: { origins: ALLOWED_ORIGINS },
});
