import type { RideOnMap } from '../../../api/rides.ts';
import { elapsed } from '../../parts/time.tsx';

/** How a ride stands: one that was not completed in time has lost its unicorn. */
export function rideState({ isCompleted, leaseEnds }: RideOnMap, at: number) {
  if (isCompleted) return 'Completed';
  return leaseEnds > at ? 'Requested' : 'Lapsed';
}

/** Minutes and seconds that a lease still runs, or hours or days; empty for one that does not. */
export function leaseText(ride: RideOnMap, at: number): string {
  if (rideState(ride, at) !== 'Requested') return '';
  if (ride.leaseEnds - at > 3_600_000) return elapsed(ride.leaseEnds - at);
  const seconds = Math.ceil((ride.leaseEnds - at) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** What is left of a lease, from 0 to 1. */
export function leaseLeft({ requested, leaseEnds }: RideOnMap, at: number): number {
  return Math.min(1, Math.max(0, (leaseEnds - at) / Math.max(1, leaseEnds - requested)));
}
