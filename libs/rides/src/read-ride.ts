import { cognitoClaims } from '@hanok/events';
import { ok, route, type Route } from '@hanok/lambda';
import { findOwnRide, noSuchRide, ridePath } from './own-ride.ts';
import { describeRide } from './ride.ts';
import type { RideTable } from './ride-table.ts';

/** `GET /rides/{id}`: one of the rider's own rides with its `Status` and `RequestTime`; 404 for any other. */
export function createReadRide(options: { rides: RideTable; now?: () => Date }): Route[] {
  const { rides, now = () => new Date() } = options;
  const readRide = route({
    httpMethod: 'GET',
    resource: '/rides/{id}',
    path: ridePath,
    claims: cognitoClaims,
    handle: async ({ path, claims }, signal) => {
      const ride = await findOwnRide(rides, { rideId: path.id, rider: claims['cognito:username'] }, signal);
      return ride ? ok(describeRide(ride, now())) : noSuchRide;
    },
  });
  return [readRide];
}
