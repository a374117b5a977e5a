import { refusal } from '@hanok/lambda';
import * as z from 'zod/mini';
import type { Ride } from './ride.ts';
import type { RideTable } from './tables/ride-table.ts';

/** Path parameters of a ride's resources. No ride has another kind of id, which is as unknown as any. */
export const ridePath = z.object({ id: z.string().check(z.minLength(1), z.maxLength(64)) });

/** The answer for a ride that is not there and for one that is another rider's: no one learns which. */
export const NO_SUCH_RIDE = refusal(404, 'No such ride');

/** The ride if it is the rider's own. */
export async function findOwnRide(
  rides: RideTable,
  { rideId, riderId }: { rideId: string; riderId: string },
  signal: AbortSignal,
): Promise<Ride | undefined> {
  const ride = await rides.find(rideId, signal);
  return ride?.RiderId === riderId ? ride : undefined;
}
