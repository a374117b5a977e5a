import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CreateTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { startDynoxide } from '@hanok/engines';
import tutorialEvent from '@hanok/events/samples/request-unicorn.json' with { type: 'json' };
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
  await createTable('Rides', ['RideId']);
  await createTable('RideReceipts', ['ReceiptId']);
  await createTable('RidesFleet', ['UnicornId'], {
    FreeByCell: ['FreeFace', 'FreeCell'],
    BusyByLease: ['Busy', 'LeaseEnds'],
  });
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

function createTable(TableName: string, key: string[], indexes: Record<string, string[]> = {}) {
  const schemaOf = (names: string[]) =>
    names.map(
      (AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' }) as const,
    );
  const GlobalSecondaryIndexes = Object.entries(indexes).map(([IndexName, names]) => ({
    IndexName,
    KeySchema: schemaOf(names),
    Projection: { ProjectionType: 'ALL' } as const,
  }));
  const AttributeDefinitions = [key, ...Object.values(indexes)].flat().map((AttributeName) => ({
    AttributeName,
    AttributeType: AttributeName === 'LeaseEnds' ? ('N' as const) : ('S' as const),
  }));
  return client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: schemaOf(key),
      AttributeDefinitions,
      ...(GlobalSecondaryIndexes.length > 0 && { GlobalSecondaryIndexes }),
    }),
  );
}

it("answers the tutorial's test event in fresh tables 201, with a ride that stands in Rides", async () => {
  const { handler } = await import('./main.ts');
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
  const Key = { RideId: { S: ride.RideId } };
  const { Item } = await client.send(new GetItemCommand({ TableName: 'Rides', Key }));
  expect(Item).toMatchObject({ User: { S: 'the_username' }, UnicornName: { S: 'Bucephalus' } });
});
