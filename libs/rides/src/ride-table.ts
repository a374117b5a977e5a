import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Ride } from './ride.ts';
import { readRide } from './ride-item.ts';

/** The table `Rides`, read after the last write. */
export type RideTable = { find(rideId: string, signal: AbortSignal): Promise<Ride | undefined> };

export function createRideTable({ client, table }: { client: DynamoDBClient; table: string }): RideTable {
  return {
    find: async (rideId, abortSignal) => {
      const Key = { RideId: { S: rideId } };
      const get = new GetItemCommand({ TableName: table, Key, ConsistentRead: true });
      const { Item } = await client.send(get, { abortSignal });
      return Item && readRide(Item);
    },
  };
}
