import { buildRestEvent } from '@hanok/events/testing';
import { observe, rest } from '@hanok/lambda';
import { buildLambdaContext } from '@hanok/lambda/testing';
import {
  completeRide,
  createCompletionTable,
  createReservationTable,
  createRideTable,
  requestRide,
} from '@hanok/rides';
import { requireEqual } from '../harness/wrong-outcome.ts';
import { type RideTables, TABLES } from './filled-fleet.ts';

/** The handlers of `POST /ride` and `POST /rides/{id}/complete` for one rider. */
export function rideHandler({ client, fleet }: RideTables) {
  const observation = observe('bench', () => undefined);
  const reservations = createReservationTable({ client, tables: TABLES });
  const completions = createCompletionTable({ client, tables: TABLES });
  const rides = createRideTable({ client, table: TABLES.rides });
  const routes = [
    ...requestRide({ fleet, reservations, leaseSeconds: 900, ...observation }),
    ...completeRide({ rides, completions, ...observation }),
  ];
  const handler = rest({ routes, ...observation });
  const claims = { 'cognito:username': 'bench' };
  let invocations = 0;
  const post = async (
    event: Omit<Parameters<typeof buildRestEvent>[0], 'httpMethod' | 'claims'>,
    status: number,
  ) => {
    invocations += 1;
    const context = buildLambdaContext({ awsRequestId: String(invocations) });
    const answer = await handler(buildRestEvent({ ...event, httpMethod: 'POST', claims }), context);
    requireEqual('The status of an answer', answer.statusCode, status);
    const { RideId, UnicornName }: { RideId: string; UnicornName: string } = JSON.parse(answer.body);
    return { RideId, UnicornName };
  };
  return {
    request: (PickupLocation: object) =>
      post({ resource: '/ride', body: JSON.stringify({ PickupLocation }) }, 201),
    complete: (id: string) => post({ resource: '/rides/{id}/complete', pathParameters: { id } }, 200),
  };
}
