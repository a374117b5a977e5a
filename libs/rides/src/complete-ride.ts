import { callerId, cognitoClaims } from '@hanok/events';
import { type Observation, ok, route, type Route, unavailable } from '@hanok/lambda';
import { untilUncontended } from '@hanok/tables';
import { findOwnRide, NO_SUCH_RIDE, ridePath } from './own-ride.ts';
import { describeRide } from './ride.ts';
import type { CompletionTable } from './tables/completion-table.ts';
import type { RideTable } from './tables/ride-table.ts';

type Options = Observation & {
  rides: RideTable;
  completions: CompletionTable;
  now?: () => Date;
  /** From 0 up to, not including, 1. */
  random?: () => number;
};

/**
 * `POST /rides/{id}/complete`: completes one of the rider's own rides and frees its unicorn where the rider was picked
 * up. Completed before, the answer is the same; 404 for any other ride.
 */
export function completeRide(options: Options): readonly Route[] {
  const { rides, completions, random, log, metrics, now = () => new Date() } = options;
  return [
    route({
      httpMethod: 'POST',
      resource: '/rides/{id}/complete',
      path: ridePath,
      claims: cognitoClaims,
      handle: async ({ path, claims }, signal) => {
        const own = { rideId: path.id, riderId: callerId(claims) };
        const ride = await findOwnRide(rides, own, signal);
        if (!ride) return NO_SUCH_RIDE;
        if (ride.Status === 'Requested') {
          const complete = () => completions.complete(ride, signal);
          const { kind } = await untilUncontended(complete, { signal, random });
          if (kind === 'contended') return unavailable('The ride is being changed, try again', 1);
          log.info('ride completed', { rideId: ride.RideId, unicornId: ride.UnicornId });
          metrics.count('RidesCompleted');
        }
        return ok(describeRide({ ...ride, Status: 'Completed' }, now()));
      },
    }),
  ];
}
