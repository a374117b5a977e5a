import { attributeMap, parseInput, type Position } from '@hanok/events';
import * as z from 'zod/mini';
import { ItemShapeError } from './errors.ts';
import { type Ride, ride } from './ride.ts';

export function readRide(item: unknown): Ride {
  const parsed = parseInput(z.pipe(attributeMap, ride), item);
  if (!parsed.ok) throw new ItemShapeError(`Rides: ${parsed.reason}`);
  return parsed.value;
}

/** The condition lets a new ride through only. */
export function putRide(TableName: string, ride: Ride) {
  const { Name, Color, Gender } = ride.Unicorn;
  return {
    TableName,
    Item: {
      RideId: { S: ride.RideId },
      User: { S: ride.User },
      Unicorn: { M: { Name: { S: Name }, Color: { S: Color }, Gender: { S: Gender } } },
      UnicornName: { S: ride.UnicornName },
      RequestTime: { S: ride.RequestTime },
      UnicornId: { S: ride.UnicornId },
      Eta: { S: ride.Eta },
      PickupLocation: { M: placeItem(ride.PickupLocation) },
      Status: { S: ride.Status },
      LeaseEnds: { N: String(ride.LeaseEnds) },
    },
    ConditionExpression: 'attribute_not_exists(RideId)',
  };
}

/** The condition lets a ride be completed that is there and was not: the first one of several requests. */
export function completeRide(TableName: string, rideId: string) {
  return {
    TableName,
    Key: { RideId: { S: rideId } },
    UpdateExpression: 'SET #status = :completed',
    ConditionExpression: '#status = :requested',
    ExpressionAttributeNames: { '#status': 'Status' },
    ExpressionAttributeValues: { ':completed': { S: 'Completed' }, ':requested': { S: 'Requested' } },
  };
}

function placeItem({ Latitude, Longitude }: Position) {
  return { Latitude: { N: String(Latitude) }, Longitude: { N: String(Longitude) } };
}
