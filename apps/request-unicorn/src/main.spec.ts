import { afterAll, expect, it } from '@jest/globals';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { FLEET_TABLE, RIDE_RECEIPT_TABLE, RIDE_TABLE } from '@hanok/rides';
import tutorialEvent from '@hanok/rides/samples/request-unicorn.json' with { type: 'json' };
import { prepareFunction, startTables } from '@hanok/testing';

const db = await startTables([RIDE_TABLE, FLEET_TABLE, RIDE_RECEIPT_TABLE]);
afterAll(db.stop);
const { lines } = prepareFunction(db.variables);
const { handler } = await import('./main.ts');

it("answers the tutorial's test event in fresh tables 201, with a ride that stands in Rides", async () => {
  const { statusCode, headers, body } = await handler(tutorialEvent, buildLambdaContext());
  expect(statusCode).toBe(201);
  expect(headers['Access-Control-Allow-Origin']).toBe('*');
  const ride = JSON.parse(body);
  expect(ride).toEqual({
    RideId: expect.stringMatching(/^[\w-]{22}$/),
    Unicorn: { Name: 'Bucephalus', Color: 'Golden', Gender: 'Male' },
    UnicornName: 'Bucephalus',
    Eta: '29 seconds',
    Rider: 'the_username',
  });
  const item = await db.find(RIDE_TABLE, { RideId: { S: ride.RideId } });
  expect(item).toMatchObject({ User: { S: 'the_username' }, UnicornName: { S: 'Bucephalus' } });
  expect(lines()).toContainEqual(expect.objectContaining({ message: 'ride reserved', rideId: ride.RideId }));
});
