import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { startDynoxide } from '@hanok/engines';
import { buildRestEvent } from '@hanok/events/testing';
import { buildLambdaContext } from '@hanok/lambda/testing';

const stops: (() => Promise<void>)[] = [];
let client: DynamoDBClient;

beforeAll(async () => {
  const engine = await startDynoxide();
  stops.push(engine.stop);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: engine.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  client = new DynamoDBClient();
  await createTable('Rides', 'RideId');
  await createTable('RidesFleet', 'UnicornId');
  await client.send(new PutItemCommand({ TableName: 'Rides', Item: RIDE }));
  await client.send(new PutItemCommand({ TableName: 'RidesFleet', Item: UNICORN }));
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

function createTable(TableName: string, AttributeName: string) {
  return client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName, KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName, AttributeType: 'S' }],
    }),
  );
}

const LOOKS = { Name: { S: 'Rocinante' }, Color: { S: 'Yellow' }, Gender: { S: 'Female' } };
const RIDE = {
  RideId: { S: 'SvLnijIAtg6inAFUBRT-Fg' },
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

it('completes the ride and frees its unicorn where the rider was picked up', async () => {
  const { handler } = await import('./main.ts');
  const event = buildRestEvent({
    httpMethod: 'POST',
    resource: '/rides/{id}/complete',
    pathParameters: { id: RIDE.RideId.S },
    claims: { 'cognito:username': 'the_username' },
  });
  const { statusCode, body } = await handler(event, buildLambdaContext());
  expect([statusCode, JSON.parse(body).Status]).toEqual([200, 'Completed']);
  const Key = { UnicornId: { S: 'rocinante' } };
  const { Item } = await client.send(new GetItemCommand({ TableName: 'RidesFleet', Key }));
  expect(Item).toMatchObject({
    Latitude: { N: '47.6' },
    FreeCell: { S: expect.stringMatching(/^2[0-3]{24}$/) },
  });
  expect(Item).not.toHaveProperty('RideId');
});
