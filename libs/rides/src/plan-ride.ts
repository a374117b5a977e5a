import type { Position } from '@hanok/events';
import { describeEta, etaSeconds } from './eta.ts';
import type { Candidate } from './nearest-free.ts';
import type { RequestId } from './receipt.ts';
import type { Ride } from './ride.ts';

/** A rider at a place; `request` is the id by which the same request is known when it comes again. */
export type RideOrder = { rider: string; pickup: Position; request: RequestId };

/** The ride that a rider gets with a candidate. Its lease lasts for the way to the rider and `leaseSeconds` more. */
export function planRide(
  { rider, pickup }: RideOrder,
  { unicorn, metres }: Candidate,
  { rideId, leaseSeconds, now }: { rideId: string; leaseSeconds: number; now: Date },
): Ride {
  const eta = etaSeconds(metres, unicorn.SpeedMps);
  const { UnicornId, Name, Color, Gender } = unicorn;
  return {
    RideId: rideId,
    User: rider,
    Unicorn: { Name, Color, Gender },
    UnicornName: Name,
    RequestTime: now.toISOString(),
    UnicornId,
    Eta: describeEta(eta),
    PickupLocation: pickup,
    Status: 'Requested',
    LeaseEnds: now.getTime() + (eta + leaseSeconds) * 1000,
  };
}
