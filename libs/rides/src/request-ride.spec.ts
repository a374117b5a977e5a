import { afterAll, describe, expect, it } from '@jest/globals';
import { type DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import tutorialEvent from './samples/request-unicorn.json' with { type: 'json' };
import { postBody, postRide, SEATTLE } from './ride-events.fixture.ts';
import { startRideTables } from './ride-tables.fixture.ts';
import { TUTORIAL_FLEET } from './tutorial-fleet.ts';
import { unicornAt } from './unicorns.fixture.ts';

const db = await startRideTables();
afterAll(db.stop);
const { start } = db;

const at = (Latitude: number, Longitude: number) => ({ Latitude, Longitude });

describe('POST /ride', () => {
  it("answers the tutorial's test event 201 with five fields, and stores the ride under RideId", async () => {
    const { call, rides } = await start({ now: () => new Date('2026-11-21T09:00:00.000Z') });
    const { status, headers, body } = await call(tutorialEvent);
    expect(status).toBe(201);
    expect(headers['Access-Control-Allow-Origin']).toBe('*');
    expect(body).toEqual({
      RideId: expect.stringMatching(/^[\w-]{22}$/),
      Unicorn: { Name: 'Bucephalus', Color: 'Golden', Gender: 'Male' },
      UnicornName: 'Bucephalus',
      Eta: '29 seconds',
      Rider: 'the_username',
    });
    expect(Buffer.from(String(body.RideId), 'base64url')).toHaveLength(16);
    expect(await rides()).toEqual([
      expect.objectContaining({
        RideId: { S: body.RideId },
        User: { S: 'the_username' },
        Unicorn: { M: { Name: { S: 'Bucephalus' }, Color: { S: 'Golden' }, Gender: { S: 'Male' } } },
        UnicornName: { S: 'Bucephalus' },
        RequestTime: { S: '2026-11-21T09:00:00.000Z' },
      }),
    ]);
  });

  it('puts the first fleet into an empty table when the first riders ask, once', async () => {
    const { call, unicorns } = await start({ fleet: [], firstFleet: TUTORIAL_FLEET });
    const answers = await Promise.all(['a', 'b', 'c'].map((rider) => call(postRide(rider))));
    const rides = answers.filter(({ status }) => status === 201).length;
    const more = await Promise.all(
      Array.from({ length: 3 - rides }, (_, index) => call(postRide(`d${index}`))),
    );
    expect(more.map(({ status }) => status)).toEqual(Array(3 - rides).fill(201));
    expect(await unicorns()).toHaveLength(3);
    expect((await call(postRide('e'))).status).toBe(503);
  });

  it('leaves a fleet of others alone, and an empty one without a first fleet empty', async () => {
    const { call, unicorns } = await start({ fleet: [], firstFleet: [] });
    expect(await call(postRide('a'))).toMatchObject({ status: 503, headers: { 'Retry-After': '1' } });
    expect(await unicorns()).toEqual([]);
    const other = await start({ fleet: [unicornAt('own', 1, 1)], firstFleet: TUTORIAL_FLEET });
    expect((await other.call(postRide('a'))).body).toMatchObject({ UnicornName: 'own' });
    expect((await other.call(postRide('b'))).status).toBe(503);
    expect(await other.unicorns()).toHaveLength(1);
  });

  it.each<[string, [number, number], [string, number, number][], string]>([
    [
      'over the pole',
      [89.9, 0],
      [
        ['near', 89.9, 180],
        ['far', 89.6, 0],
      ],
      'near',
    ],
    [
      'on the pole, under another longitude',
      [90, 0],
      [
        ['near', 89.99, 150],
        ['far', 89.98, 0],
      ],
      'near',
    ],
    [
      'across the antimeridian',
      [0, 179.99],
      [
        ['near', 0, -179.99],
        ['far', 0, 179.95],
      ],
      'near',
    ],
    [
      'on the antimeridian under its other name',
      [10, 180],
      [
        ['near', 10, -180],
        ['far', 10, 179.999],
      ],
      'near',
    ],
    [
      'at equal distance, by id',
      [0, 0],
      [
        ['b', 0, 1],
        ['a', 0, -1],
        ['c', 1, 0],
      ],
      'a',
    ],
    [
      'at one place, by id',
      [0, 0],
      [
        ['b', 5, 5],
        ['a', 5, 5],
      ],
      'a',
    ],
    [
      'at the south pole',
      [-90, 0],
      [
        ['near', -89, -90],
        ['far', -88, 90],
      ],
      'near',
    ],
  ])('takes the nearest unicorn %s', async (_case, [north, east], unicorns, nearest) => {
    const { call } = await start({ fleet: unicorns.map((each) => unicornAt(...each)) });
    expect((await call(postRide('kim', at(north, east)))).body).toMatchObject({ UnicornName: nearest });
  });

  it('takes a unicorn where it has moved to, free or taken at the time', async () => {
    const { call, fleet } = await start({ fleet: [unicornAt('a', 0, 0), unicornAt('b', 10, 10)] });
    expect(await fleet.move('b', at(47.7, -122.3))).toBe('moved');
    expect((await call(postRide('kim'))).body).toMatchObject({ UnicornName: 'b' });
    expect(await fleet.move('b', at(47.6, -122.3))).toBe('moved');
    expect((await call(postRide('lee'))).body).toMatchObject({ UnicornName: 'a' });
    expect((await call(postRide('han'))).status).toBe(503);
    expect(await fleet.move('nobody', at(1, 1))).toBe('unknown');
  });

  it.each([
    ['out of the way, and takes the next one', at(10, 10), 'b', '45 seconds'],
    ['nearer, and takes it from there', SEATTLE, 'a', '1 second'],
  ])('sees a unicorn that moved since it was found %s', async (_where, to, UnicornName, Eta) => {
    const fleet = [unicornAt('a', 47.62, -122.28), unicornAt('b', 47.6275, -122.28837)];
    const app = await start({ fleet });
    app.client.middlewareStack.add(
      (next) => async (args) => {
        if ('TransactItems' in args.input) {
          app.client.middlewareStack.remove('move');
          await app.fleet.move('a', to);
        }
        return next(args);
      },
      { step: 'initialize', name: 'move' },
    );
    expect((await app.call(postRide('kim'))).body).toMatchObject({ UnicornName, Eta });
  });

  it('answers 503 with the seconds until the next lease ends, at most 60, when none is free', async () => {
    let now = Date.parse('2026-11-21T09:00:00Z');
    const { call } = await start({ leaseSeconds: 71, now: () => new Date(now) });
    for (const rider of ['a', 'b', 'c']) await call(postRide(rider));
    const refused = await call(postRide('d'));
    expect(refused).toMatchObject({ status: 503, body: { Error: 'No unicorn is free' } });
    expect(refused.headers['Retry-After']).toBe('60');
    now += 90_000;
    expect((await call(postRide('d'))).headers['Retry-After']).toBe('10');
  });

  it('frees unicorns whose lease has ended, and gives them to the next riders', async () => {
    let now = Date.parse('2026-11-21T09:00:00Z');
    const { call, lines } = await start({ leaseSeconds: 60, now: () => new Date(now) });
    for (const rider of ['a', 'b', 'c']) await call(postRide(rider));
    now += 89_000; // 60 seconds and the way of 29 to the rider.
    expect(await call(postRide('d'))).toMatchObject({ status: 201, body: { UnicornName: 'Bucephalus' } });
    now += 3_600_000;
    for (const rider of ['e', 'f', 'g']) expect((await call(postRide(rider))).status).toBe(201);
    expect((await call(postRide('h'))).status).toBe(503);
    expect(lines()).toContainEqual(
      expect.objectContaining({ message: 'leases lapsed', unicornIds: ['bucephalus'] }),
    );
  });

  it('waits for another writer at the unicorn, and passes it over when that does not end', async () => {
    const { call, client } = await start({ random: () => 0 });
    const conflicts = contend(client, 2);
    expect((await call(postRide('kim'))).body).toMatchObject({ UnicornName: 'Bucephalus' });
    expect(conflicts.met()).toBe(2);
    contend(client, 6);
    expect((await call(postRide('lee'))).body).toMatchObject({ UnicornName: 'Rocinante' });
  });

  /** DynamoDB's answer to the next `times` transactions: another writer is at the unicorn. */
  function contend(client: DynamoDBClient, times: number) {
    let met = 0;
    client.middlewareStack.add(
      (next) => async (args) => {
        if (!('TransactItems' in args.input) || met >= times) return next(args);
        met += 1;
        const CancellationReasons = [{ Code: 'TransactionConflict' }, { Code: 'None' }, { Code: 'None' }];
        throw new TransactionCanceledException({ message: 'conflict', $metadata: {}, CancellationReasons });
      },
      { step: 'initialize', name: 'contend', override: true },
    );
    return { met: () => met };
  }
});

describe('POST /ride refuses', () => {
  it.each([
    ['{"PickupLocation":{"Latitude":91,"Longitude":0}}', 'PickupLocation.Latitude: at most 90'],
    ['{"PickupLocation":{"Latitude":0,"Longitude":-180.1}}', 'PickupLocation.Longitude: at least -180'],
    ['{"PickupLocation":{"Latitude":"47.6","Longitude":0}}', 'PickupLocation.Latitude: expected number'],
    ['{"PickupLocation":{"Latitude":1e309,"Longitude":0}}', 'PickupLocation.Latitude: expected number'],
    ['{"PickupLocation":{"Longitude":0}}', 'PickupLocation.Latitude: missing'],
    ['{"PickupLocation":{"Latitude":NaN,"Longitude":0}}', 'body: not valid JSON'],
    ['{}', 'PickupLocation: missing'],
    ['', 'body: missing'],
  ])('the body %s with 400, naming the field', async (body, Error) => {
    const { call, rides } = await start();
    expect(await call(postBody('kim', body))).toMatchObject({
      status: 400,
      body: { Error: expect.stringContaining(Error) },
    });
    expect(await rides()).toEqual([]);
  });

  it('a request without claims with 401, whatever its body', async () => {
    const { call } = await start();
    const event = { ...postBody('kim', '{'), requestContext: {} };
    expect((await call(event)).status).toBe(401);
  });
});
