import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { greatCircle } from '@hanok/rides';
import { tableNames } from './filled-fleet.ts';

/** The id of the nearest free unicorn, from the distance to every one in the table. */
export async function scanNearest(
  client: DynamoDBClient,
  from: { Latitude: number; Longitude: number },
): Promise<string> {
  let nearest = { id: '', metres: Number.POSITIVE_INFINITY };
  const scan = {
    TableName: tableNames.fleetTable,
    ProjectionExpression: 'UnicornId, Latitude, Longitude',
    FilterExpression: 'attribute_not_exists(RideId)',
  };
  for await (const { Items = [] } of paginateScan({ client }, scan)) {
    for (const { UnicornId, Latitude, Longitude } of Items) {
      const metres = greatCircle(from, { Latitude: Number(Latitude?.N), Longitude: Number(Longitude?.N) });
      if (metres < nearest.metres) nearest = { id: UnicornId?.S ?? '', metres };
    }
  }
  return nearest.id;
}
