import * as z from 'zod/mini';
import { position } from './position.ts';
import type { RideAnswer } from './ride-answer.ts';

/** One ride as the table `Rides` holds it. */
export const ride = z.object({
  RideId: z.string(),
  /** The rider, by `callerId`. */
  RiderId: z.string(),
  /** The rider's name in the user pool, for display. */
  User: z.string(),
  Unicorn: z.object({ Name: z.string(), Color: z.string(), Gender: z.string() }),
  UnicornName: z.string(),
  /** ISO 8601, in UTC. */
  RequestTime: z.string(),
  UnicornId: z.string(),
  Eta: z.string(),
  PickupLocation: position,
  Status: z.enum(['Requested', 'Completed']),
  /** Until then the ride holds its unicorn: milliseconds since the epoch. */
  LeaseEnds: z.int(),
});
export type Ride = z.infer<typeof ride>;

/** What the answer to `POST /ride` tells of it. */
export function answerOf({ RideId, Unicorn, UnicornName, Eta, User }: Ride): RideAnswer {
  return { RideId, Unicorn, UnicornName, Eta, Rider: User };
}

/** The same with how it stands: `Lapsed` is a ride that was not completed within its lease and lost its unicorn. */
export function describeRide(ride: Ride, now: Date) {
  const lapsed = ride.Status === 'Requested' && ride.LeaseEnds <= now.getTime();
  return { ...answerOf(ride), RequestTime: ride.RequestTime, Status: lapsed ? 'Lapsed' : ride.Status };
}
