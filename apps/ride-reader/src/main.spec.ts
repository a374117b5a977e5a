import { afterAll, expect, it } from '@jest/globals';
import { buildRestEvent } from '@hanok/events/testing';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { RIDE_TABLE } from '@hanok/rides';
import { prepareFunction, startTables } from '@hanok/testing';

const db = await startTables([RIDE_TABLE]);
afterAll(db.stop);
const { lines } = prepareFunction(db.variables);
const { handler } = await import('./main.ts');

const RIDE = {
  RideId: { S: 'SvLnijIAtg6inAFUBRT-Fg' },
  RiderId: { S: 'name:the_username' },
  User: { S: 'the_username' },
  Unicorn: { M: { Name: { S: 'Rocinante' }, Color: { S: 'Yellow' }, Gender: { S: 'Female' } } },
  UnicornName: { S: 'Rocinante' },
  RequestTime: { S: '2026-11-21T09:00:00.000Z' },
  UnicornId: { S: 'rocinante' },
  Eta: { S: '30 seconds' },
  PickupLocation: { M: { Latitude: { N: '47.6' }, Longitude: { N: '-122.3' } } },
  Status: { S: 'Completed' },
  LeaseEnds: { N: '1795251630000' },
};
const readBy = (rider: string) =>
  buildRestEvent({
    httpMethod: 'GET',
    resource: '/rides/{id}',
    pathParameters: { id: RIDE.RideId.S },
    claims: { 'cognito:username': rider },
  });
await db.put(RIDE_TABLE, RIDE);

it("answers the rider's own ride, and another rider 404", async () => {
  const own = await handler(readBy('the_username'), buildLambdaContext());
  expect(own.statusCode).toBe(200);
  expect(JSON.parse(own.body)).toEqual({
    RideId: 'SvLnijIAtg6inAFUBRT-Fg',
    Unicorn: { Name: 'Rocinante', Color: 'Yellow', Gender: 'Female' },
    UnicornName: 'Rocinante',
    Eta: '30 seconds',
    Rider: 'the_username',
    RequestTime: '2026-11-21T09:00:00.000Z',
    Status: 'Completed',
  });
  expect(await handler(readBy('another'), buildLambdaContext())).toMatchObject({ statusCode: 404 });
  expect(lines().flatMap(({ status }) => status ?? [])).toEqual([200, 404]);
});
