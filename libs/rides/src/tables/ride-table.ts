import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { callerId } from '@hanok/events';
import { type Item, keyOf, readItem } from '@hanok/tables';
import * as z from 'zod/mini';
import { type Ride, ride } from '../ride.ts';
import { RIDE_TABLE } from './definitions.ts';

/** A ride of a rider whose `sub` was not stored has a name alone, and belongs to no caller who has a `sub`. */
const storedRide = z.extend(ride, { RiderId: z.optional(z.string()) });

/** The table `Rides`, read after the last write. */
export type RideTable = { find(rideId: string, signal: AbortSignal): Promise<Ride | undefined> };

/** Reads rides by id. */
export function createRideTable({ client, table }: { client: DynamoDBClient; table: string }): RideTable {
  return {
    find: async (rideId, signal) => {
      const Key = keyOf(RIDE_TABLE, { RideId: rideId });
      const get = new GetItemCommand({ TableName: table, Key, ConsistentRead: true });
      const { Item } = await client.send(get, { abortSignal: signal });
      return Item && readRide(Item);
    },
  };
}

function readRide(item: Item): Ride {
  const { RiderId, ...read } = readItem(RIDE_TABLE, storedRide, item);
  return { ...read, RiderId: RiderId ?? callerId({ 'cognito:username': read.User }) };
}
