import { callerId, cognitoClaims } from '@hanok/events';
import { ok, route, type Route } from '@hanok/lambda';
import { findOwnRide, NO_SUCH_RIDE, ridePath } from './own-ride.ts';
import { describeRide } from './ride.ts';
import type { RideTable } from './tables/ride-table.ts';

type Options = { rides: RideTable; now?: () => Date };

/** `GET /rides/{id}`: one of the rider's own rides with its `Status` and `RequestTime`; 404 for any other. */
export function readRide({ rides, now = () => new Date() }: Options): readonly Route[] {
  return [
    route({
      httpMethod: 'GET',
      resource: '/rides/{id}',
      path: ridePath,
      claims: cognitoClaims,
      handle: async ({ path, claims }, signal) => {
        const own = { rideId: path.id, riderId: callerId(claims) };
        const ride = await findOwnRide(rides, own, signal);
        return ride ? ok(describeRide(ride, now())) : NO_SUCH_RIDE;
      },
    }),
  ];
}
