import { cognitoClaims } from '@hanok/events';
import { type Observation, ok, route, type Route, unavailable } from '@hanok/lambda';
import type { CompletionTable } from './completion-table.ts';
import { findOwnRide, noSuchRide, ridePath } from './own-ride.ts';
import { describeRide } from './ride.ts';
import type { RideTable } from './ride-table.ts';
import { untilUncontended } from './until-uncontended.ts';

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
export function createCompleteRide(options: Options): Route[] {
  const { rides, completions, log, metrics, now = () => new Date() } = options;
  const completeRide = route({
    httpMethod: 'POST',
    resource: '/rides/{id}/complete',
    path: ridePath,
    claims: cognitoClaims,
    handle: async ({ path, claims }, signal) => {
      const ride = await findOwnRide(rides, { rideId: path.id, rider: claims['cognito:username'] }, signal);
      if (!ride) return noSuchRide;
      if (ride.Status === 'Requested') {
        const complete = () => completions.complete(ride, signal);
        const { kind } = await untilUncontended(complete, { ...options, signal });
        if (kind === 'contended') return unavailable('The ride is being changed, try again', 1);
        log.info('ride completed', { rideId: ride.RideId, unicornId: ride.UnicornId });
        metrics.count('RidesCompleted');
      }
      return ok(describeRide({ ...ride, Status: 'Completed' }, now()));
    },
  });
  return [completeRide];
}
