import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { startDynoxide } from '@hanok/engines';
import { buildRestEvent } from '@hanok/events/testing';
import { buildLambdaContext } from '@hanok/lambda/testing';

const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const engine = await startDynoxide();
  stops.push(engine.stop);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: engine.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  const client = new DynamoDBClient();
  await client.send(
    new CreateTableCommand({
      TableName: 'Rides',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'RideId', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'RideId', AttributeType: 'S' }],
    }),
  );
  await client.send(new PutItemCommand({ TableName: 'Rides', Item: RIDE }));
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

const RIDE = {
  RideId: { S: 'SvLnijIAtg6inAFUBRT-Fg' },
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

it("answers the rider's own ride, and another rider 404", async () => {
  const { handler } = await import('./main.ts');
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
});
