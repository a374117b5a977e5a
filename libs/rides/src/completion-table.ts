import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Ride } from './ride.ts';
import { completeRide } from './ride-item.ts';
import { transact } from './transact-table.ts';
import { freeUnicornAt } from './unicorn-item.ts';

/** The write that ends a ride: the ride and its unicorn, both or neither. */
export type CompletionTable = {
  /**
   * Completes the ride and, if it still has its unicorn, frees that at the pickup. Completed before, nothing changes.
   * `contended`: another writer is at one of the items, and the same again may succeed.
   */
  complete(ride: Ride, signal: AbortSignal): Promise<{ kind: 'completed' | 'contended' }>;
};

export function createCompletionTable(options: {
  client: DynamoDBClient;
  fleetTable: string;
  rideTable: string;
}): CompletionTable {
  const { client, fleetTable, rideTable } = options;
  return {
    complete: async ({ RideId, UnicornId, PickupLocation }, signal) => {
      const ride = { Update: completeRide(rideTable, RideId) };
      const unicorn = { Update: freeUnicornAt(fleetTable, UnicornId, RideId, PickupLocation) };
      const both = await transact(client, { unicorn, ride }, signal);
      if (both.kind === 'contended') return { kind: 'contended' };
      if (both.kind === 'written' || both.unmet.ride) return { kind: 'completed' };
      // Its lease has ended and the unicorn is free or another's: what is left to complete is the ride.
      const alone = await transact(client, { ride }, signal);
      return { kind: alone.kind === 'contended' ? 'contended' : 'completed' };
    },
  };
}
