import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { RestEvent } from '@hanok/events';
import { rest } from '@hanok/lambda';
import { buildLambdaContext, recordLines } from '@hanok/lambda/testing';
import { createCompleteRide } from './complete-ride.ts';
import { createCompletionTable } from './completion-table.ts';
import { createFleetTable } from './fleet-table.ts';
import { createReadRide } from './read-ride.ts';
import { createRequestRide } from './request-ride.ts';
import { createReservationTable } from './reservation-table.ts';
import { TABLES } from './ride-client.fixture.ts';
import { createRideTable } from './ride-table.ts';
import type { Unicorn } from './unicorn.ts';

export type RideAppOptions = {
  tables?: typeof TABLES;
  firstFleet?: readonly Unicorn[];
  leaseSeconds?: number;
  now?: () => Date;
  random?: () => number;
};

export type Answer = { status: number; headers: Record<string, string>; body: Record<string, unknown> };

/** The three functions as they are deployed, on one client, with what they log. */
export function startRideApp(client: DynamoDBClient, options: RideAppOptions = {}) {
  const { log, metrics, lines } = recordLines();
  const { tables = TABLES, ...more } = options;
  const fleet = createFleetTable({ client, table: tables.fleetTable, log });
  const rides = createRideTable({ client, table: tables.rideTable });
  const reservations = createReservationTable({ client, ...tables });
  const completions = createCompletionTable({ client, ...tables });
  const shared = { log, metrics, fleet, rides, reservations, completions, leaseSeconds: 900, ...more };
  const routes = [...createRequestRide(shared), ...createReadRide(shared), ...createCompleteRide(shared)];
  const handler = rest({ routes, log, metrics, cors: { origins: ['*'] } });
  let calls = 0;
  return {
    fleet,
    lines,
    call: async (event: RestEvent, awsRequestId?: string): Promise<Answer> => {
      calls += 1;
      const context = buildLambdaContext({ awsRequestId: awsRequestId ?? `invocation-${calls}` });
      const { statusCode, headers, body } = await handler(event, context);
      return { status: statusCode, headers, body: JSON.parse(body) };
    },
  };
}
