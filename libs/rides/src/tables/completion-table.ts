import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { attributesOf, keyOf, transact } from '@hanok/tables';
import type { Ride } from '../ride.ts';
import { FLEET_TABLE, RIDE_TABLE } from './definitions.ts';
import { FREE_PLACE, freePlaceValues } from './unicorn-item.ts';

/** The write that ends a ride: the ride and its unicorn, both or neither. */
export type CompletionTable = {
  /**
   * Completes the ride and, if it still has its unicorn, frees that at the pickup. Completed before, nothing changes.
   * `contended`: another writer is at one of the items, and the same again may succeed.
   */
  complete(ride: Ride, signal: AbortSignal): Promise<{ kind: 'completed' | 'contended' }>;
};

/** Ends rides by this client. */
export function createCompletionTable(options: {
  client: DynamoDBClient;
  tables: { rides: string; fleet: string };
}): CompletionTable {
  const { client, tables } = options;
  return {
    complete: async (each, signal) => {
      const ride = { Update: completeRide(tables.rides, each) };
      const unicorn = { Update: freeUnicorn(tables.fleet, each) };
      const both = await transact(client, { unicorn, ride }, signal);
      if (both.kind === 'refused') throw both.error;
      if (both.kind === 'contended') return { kind: 'contended' };
      if (both.kind === 'written' || both.by.ride?.kind === 'unmet') return { kind: 'completed' };
      // Its lease has ended and the unicorn is free or another's: what is left to complete is the ride.
      const alone = await transact(client, { ride }, signal);
      if (alone.kind === 'refused') throw alone.error;
      return { kind: alone.kind === 'contended' ? 'contended' : 'completed' };
    },
  };
}

/** The condition lets a ride be completed that is there and was not: the first one of several requests. */
function completeRide(TableName: string, ride: Ride) {
  return {
    TableName,
    Key: keyOf(RIDE_TABLE, ride),
    UpdateExpression: 'SET #status = :completed',
    ConditionExpression: '#status = :requested',
    ExpressionAttributeNames: { '#status': 'Status' },
    ExpressionAttributeValues: attributesOf({ ':completed': 'Completed', ':requested': 'Requested' }),
  };
}

/** The condition lets only the ride that holds the unicorn free it, wherever it has gone since. */
function freeUnicorn(TableName: string, ride: Ride) {
  return {
    TableName,
    Key: keyOf(FLEET_TABLE, ride),
    UpdateExpression: `SET ${FREE_PLACE} REMOVE RideId, LeaseEnds, Busy`,
    ConditionExpression: 'RideId = :ride',
    ExpressionAttributeValues: attributesOf({
      ...freePlaceValues(ride.PickupLocation),
      ':ride': ride.RideId,
    }),
  };
}
