import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { RestEvent } from '@hanok/events';
import { rest } from '@hanok/lambda';
import { buildLambdaContext, recordLines } from '@hanok/lambda/testing';
import {
  completeRide,
  createCompletionTable,
  createFleetTable,
  createReservationTable,
  createRideTable,
  readRide,
  requestRide,
} from './index.ts';
import type { Unicorn } from './unicorn.ts';

export type TableNames = { rides: string; fleet: string; receipts: string };

export type RideAppOptions = {
  firstFleet?: readonly Unicorn[];
  leaseSeconds?: number;
  now?: () => Date;
  random?: () => number;
};

type Answer = { status: number; headers: Record<string, string>; body: Record<string, unknown> };

/** The three functions as they are deployed, on one client, with what they log. */
export function startRideApp(
  { client, tables }: { client: DynamoDBClient; tables: TableNames },
  options: RideAppOptions = {},
) {
  const { log, metrics, lines } = recordLines();
  const fleet = createFleetTable({ client, table: tables.fleet, log });
  const rides = createRideTable({ client, table: tables.rides });
  const reservations = createReservationTable({ client, tables });
  const completions = createCompletionTable({ client, tables });
  const shared = { log, metrics, fleet, rides, reservations, completions, leaseSeconds: 900, ...options };
  const routes = [...requestRide(shared), ...readRide(shared), ...completeRide(shared)];
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
