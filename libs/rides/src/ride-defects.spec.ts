import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import tutorialEvent from './samples/request-unicorn.json' with { type: 'json' };
import { getRide, postBody, postCompletion, postRide, SEATTLE } from './ride-events.fixture.ts';
import { startRideTables } from './ride-tables.fixture.ts';
import { TUTORIAL_FLEET } from './tutorial-fleet.ts';

const db = await startRideTables();
afterAll(db.stop);
let app: Awaited<ReturnType<typeof db.start>>;
beforeEach(async () => {
  app = await db.start({ fleet: [], firstFleet: TUTORIAL_FLEET });
});

const deleteTable = (table: keyof typeof app.tables) =>
  app.client.send(new DeleteTableCommand({ TableName: app.tables[table] }));

describe('what the tutorial does wrong', () => {
  it.each(['rides', 'fleet', 'receipts'] as const)(
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
    await app.call(postCompletion('the_username', String(body.RideId)));
    const user = { sub: 'the-sub', 'cognito:username': 'the_name', email: 'kim@example.com' };
    await app.call(postRide(user, SEATTLE, 'secret-key'));
    await deleteTable('rides');
    await app.call(postRide(user));
    await app.call(postRide('the_username'));
    const written = JSON.stringify(app.lines());
    expect(app.lines().length).toBeGreaterThan(10);
    const claims = ['the_username', 'the-sub', 'the_name', 'kim@example.com'];
    for (const secret of ['eyJraWQiOiJLTzRVMWZs', ...claims, 'secret-key', '47.6', '122.28', '47.61747'])
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
    expect(await app.rides()).toHaveLength(1);
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
    for (const item of await app.rides()) expect(item).not.toHaveProperty('RideID');
  });

  it('a unicorn at random: the nearest one, every time', async () => {
    for (let ride = 0; ride < 10; ride += 1) {
      const { body } = await app.call(postRide('kim'));
      expect(body.UnicornName).toBe('Bucephalus');
      await app.call(postCompletion('kim', String(body.RideId)));
    }
  });
});
