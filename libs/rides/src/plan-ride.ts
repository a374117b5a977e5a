import type { Position } from './position.ts';
import type { Ride } from './ride.ts';
import type { Candidate } from './search/nearest-free.ts';
import type { RequestId } from './tables/reservation-table.ts';

/** A rider, by `callerId` and by name, at a place; `request` is the id by which the same request is known when it comes again. */
export type RideOrder = {
  rider: { id: string; name: string };
  pickup: Position;
  request: RequestId;
};

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
    RiderId: rider.id,
    User: rider.name,
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

/** Whole seconds, rounded up and at least 1, that a unicorn takes over so many metres at so many metres per second. */
export function etaSeconds(metres: number, speedMps: number): number {
  return Math.max(1, Math.ceil(metres / speedMps));
}

/** Up to this many of a unit are told in it. */
const LARGEST = 90;

/**
 * Whole seconds as text, such as `30 seconds`: in seconds up to 90, in minutes up to 90, else in hours, rounded up so
 * that a rider never waits longer than was said.
 */
export function describeEta(seconds: number): string {
  if (seconds <= LARGEST) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes <= LARGEST ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}
