import { afterAll, expect, it } from '@jest/globals';
import { buildRestEvent } from '@hanok/events/testing';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { FLEET_TABLE, RIDE_TABLE } from '@hanok/rides';
import { prepareFunction, startTables } from '@hanok/testing';

const db = await startTables([RIDE_TABLE, FLEET_TABLE]);
afterAll(db.stop);
const { lines } = prepareFunction(db.variables);
const { handler } = await import('./main.ts');

const LOOKS = { Name: { S: 'Rocinante' }, Color: { S: 'Yellow' }, Gender: { S: 'Female' } };
const RIDE = {
  RideId: { S: 'SvLnijIAtg6inAFUBRT-Fg' },
  RiderId: { S: 'name:the_username' },
  User: { S: 'the_username' },
  Unicorn: { M: LOOKS },
  UnicornName: { S: 'Rocinante' },
  RequestTime: { S: '2026-11-21T09:00:00.000Z' },
  UnicornId: { S: 'rocinante' },
  Eta: { S: '30 seconds' },
  PickupLocation: { M: { Latitude: { N: '47.6' }, Longitude: { N: '-122.3' } } },
  Status: { S: 'Requested' },
  LeaseEnds: { N: '4102444800000' },
};
const UNICORN = {
  UnicornId: { S: 'rocinante' },
  ...LOOKS,
  ...{ SpeedMps: { N: '25' }, Latitude: { N: '1' }, Longitude: { N: '1' } },
  ...{ RideId: RIDE.RideId, LeaseEnds: RIDE.LeaseEnds, Busy: { S: 'busy' } },
};

await db.put(RIDE_TABLE, RIDE);
await db.put(FLEET_TABLE, UNICORN);

it('completes the ride and frees its unicorn where the rider was picked up', async () => {
  const event = buildRestEvent({
    httpMethod: 'POST',
    resource: '/rides/{id}/complete',
    pathParameters: { id: RIDE.RideId.S },
    claims: { 'cognito:username': 'the_username' },
  });
  const { statusCode, body } = await handler(event, buildLambdaContext());
  expect([statusCode, JSON.parse(body).Status]).toEqual([200, 'Completed']);
  const item = await db.find(FLEET_TABLE, { UnicornId: { S: 'rocinante' } });
  expect(item).toMatchObject({
    Latitude: { N: '47.6' },
    FreeCell: { S: expect.stringMatching(/^2[0-3]{24}$/) },
  });
  expect(item).not.toHaveProperty('RideId');
  expect(lines()).toContainEqual(
    expect.objectContaining({ message: 'ride completed', unicornId: 'rocinante' }),
  );
});
