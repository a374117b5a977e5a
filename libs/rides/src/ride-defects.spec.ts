import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import tutorialEvent from '@hanok/events/samples/request-unicorn.json' with { type: 'json' };
import { startRideApp } from './ride-app.fixture.ts';
import { completeRide, getRide, postBody, postRide, SEATTLE } from './ride-events.fixture.ts';
import { TABLES } from './ride-client.fixture.ts';
import { startRideTables } from './ride-tables.fixture.ts';
import { tutorialFleet } from './tutorial-fleet.ts';

let db: Awaited<ReturnType<typeof startRideTables>>;
let app: ReturnType<typeof startRideApp>;
beforeEach(async () => {
  db = await startRideTables();
  app = startRideApp(db.client, { firstFleet: tutorialFleet });
});
afterEach(() => db.stop());

const deleteTable = (table: keyof typeof TABLES) =>
  db.client.send(new DeleteTableCommand({ TableName: TABLES[table] }));

describe('what the tutorial does wrong', () => {
  it.each(Object.keys(TABLES) as (keyof typeof TABLES)[])(
    'internal error text sent to the client: with %s gone, 500 with a Reference that the log explains',
    async (table) => {
      await app.call(postRide('kim'));
      await deleteTable(table);
      const { status, body } = await app.call(postRide('lee'), 'invocation-500');
      expect([status, body]).toEqual([500, { Error: 'Internal error', Reference: 'invocation-500' }]);
      expect(app.lines()).toContainEqual(
        expect.objectContaining({
          level: 'error',
          requestId: 'invocation-500',
          error: expect.objectContaining({ name: 'ResourceNotFoundException' }),
        }),
      );
    },
  );

  it('the whole event with the token logged: no token, claim, key or coordinate in any line', async () => {
    const { body } = await app.call(tutorialEvent);
    await app.call(postRide('the_username', SEATTLE, 'secret-key'));
    await app.call(postBody('the_username', '{"PickupLocation":{"Latitude":47.61,"Longitude":-1222.28}}'));
    await app.call(getRide('the_username', String(body.RideId)));
    await app.call(completeRide('the_username', String(body.RideId)));
    await deleteTable('rideTable');
    await app.call(postRide('the_username'));
    const written = JSON.stringify(app.lines());
    expect(app.lines().length).toBeGreaterThan(10);
    for (const secret of ['eyJraWQiOiJLTzRVMWZs', 'the_username', 'secret-key', '47.6', '122.28', '47.61747'])
      expect(written).not.toContain(secret);
  });

  it('no range check: a pickup off the earth is refused, naming the field', async () => {
    const refused = await app.call(postRide('kim', { Latitude: 147.6, Longitude: -122.3 }));
    expect(refused).toMatchObject({ status: 400, body: { Error: 'PickupLocation.Latitude: at most 90' } });
  });

  it('a retry makes a second ride: under one Idempotency-Key there is one', async () => {
    const [first, second] = [
      await app.call(postRide('kim', SEATTLE, 'key')),
      await app.call(postRide('kim', SEATTLE, 'key')),
    ];
    expect(second).toEqual(first);
    expect(await db.items('rideTable')).toHaveLength(1);
  });

  it('no reservation: the second rider gets another unicorn', async () => {
    const names = [await app.call(postRide('kim')), await app.call(postRide('lee'))].map(
      ({ body }) => body.UnicornName,
    );
    expect(names).toEqual(['Bucephalus', 'Shadowfax']);
  });

  it('item key written as RideID: every ride is found under RideId', async () => {
    const { body } = await app.call(postRide('kim'));
    expect((await app.call(getRide('kim', String(body.RideId)))).status).toBe(200);
    for (const item of await db.items('rideTable')) expect(item).not.toHaveProperty('RideID');
  });

  it('a unicorn at random: the nearest one, every time', async () => {
    for (let ride = 0; ride < 10; ride += 1) {
      const { body } = await app.call(postRide('kim'));
      expect(body.UnicornName).toBe('Bucephalus');
      await app.call(completeRide('kim', String(body.RideId)));
    }
  });
});
