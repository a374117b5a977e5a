import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { keyOf, readItem } from '@hanok/tables';
import { type Ride, ride } from '../ride.ts';
import { RIDE_TABLE } from './definitions.ts';

/** The table `Rides`, read after the last write. */
export type RideTable = { find(rideId: string, signal: AbortSignal): Promise<Ride | undefined> };

export function createRideTable({ client, table }: { client: DynamoDBClient; table: string }): RideTable {
  return {
    find: async (rideId, signal) => {
      const Key = keyOf(RIDE_TABLE, { RideId: rideId });
      const get = new GetItemCommand({ TableName: table, Key, ConsistentRead: true });
      const { Item } = await client.send(get, { abortSignal: signal });
      return Item && readItem(RIDE_TABLE, ride, Item);
    },
  };
}
