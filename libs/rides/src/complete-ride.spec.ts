import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { getRide, postCompletion, postRide, SEATTLE } from './ride-events.fixture.ts';
import { startRideTables } from './ride-tables.fixture.ts';

const db = await startRideTables();
afterAll(db.stop);
let app: Awaited<ReturnType<typeof db.start>>;
let now: number;
beforeEach(async () => {
  now = Date.parse('2026-11-21T09:00:00Z');
  app = await db.start({ leaseSeconds: 60, now: () => new Date(now), random: () => 0 });
});

const rideOf = async (rider: string) => String((await app.call(postRide(rider))).body.RideId);
const bucephalus = async () => (await app.unicorns()).find(({ UnicornId }) => UnicornId?.S === 'bucephalus');
const LAPSE_MS = 3_600_000;

describe('GET /rides/{id}', () => {
  it("answers the rider's own ride as it was answered, when it was asked for and how it stands", async () => {
    const { body } = await app.call(postRide('kim'));
    const { status, body: read } = await app.call(getRide('kim', String(body.RideId)));
    expect(status).toBe(200);
    expect(read).toEqual({ ...body, RequestTime: '2026-11-21T09:00:00.000Z', Status: 'Requested' });
  });

  it("answers 404 for another's ride as for one that is not there", async () => {
    const id = await rideOf('kim');
    const answers = await Promise.all(
      [getRide('lee', id), getRide('kim', 'nothing'), getRide('kim', '가 %')].map((event) => app.call(event)),
    );
    for (const { status, body } of answers) {
      expect(status).toBe(404);
      expect(body).toEqual({ Error: 'No such ride' });
    }
  });

  it('tells that a ride has lapsed from the end of its lease on', async () => {
    const id = await rideOf('kim');
    const statusOf = async () => (await app.call(getRide('kim', id))).body.Status;
    now += 88_999;
    expect(await statusOf()).toBe('Requested');
    now += 1;
    expect(await statusOf()).toBe('Lapsed');
  });
});

describe('POST /rides/{id}/complete', () => {
  it('completes the ride and frees its unicorn at the pickup, for the next rider', async () => {
    const id = await rideOf('kim');
    const { status, body } = await app.call(postCompletion('kim', id));
    expect([status, body.Status]).toEqual([200, 'Completed']);
    expect((await app.call(getRide('kim', id))).body.Status).toBe('Completed');
    expect(await bucephalus()).toMatchObject({
      Latitude: { N: '47.617475584' },
      FreeFace: { S: expect.anything() },
    });
    expect((await app.call(postRide('lee'))).body).toMatchObject({
      UnicornName: 'Bucephalus',
      Eta: '1 second',
    });
  });

  it('answers the same again, and frees nothing that another ride has taken', async () => {
    const id = await rideOf('kim');
    const first = await app.call(postCompletion('kim', id));
    const other = await rideOf('lee');
    expect(await app.call(postCompletion('kim', id))).toEqual(first);
    expect(await bucephalus()).toMatchObject({ RideId: { S: other } });
  });

  it('completes a ride that has lapsed and leaves its unicorn with the next rider', async () => {
    const id = await rideOf('kim');
    now += LAPSE_MS;
    const other = await rideOf('lee');
    expect((await app.call(postCompletion('kim', id))).body.Status).toBe('Completed');
    expect((await app.call(getRide('kim', id))).body.Status).toBe('Completed');
    expect(await bucephalus()).toMatchObject({ RideId: { S: other } });
    expect((await app.call(getRide('lee', other))).body.Status).toBe('Requested');
  });

  it('is one completion of twenty at the same time', async () => {
    const id = await rideOf('kim');
    const answers = await Promise.all(Array.from({ length: 20 }, () => app.call(postCompletion('kim', id))));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(await bucephalus()).not.toHaveProperty('RideId');
  });

  it("answers 404 for another's ride as for one that is not there, and frees nothing", async () => {
    const id = await rideOf('kim');
    const others = await app.call(postCompletion('lee', id));
    expect(others).toEqual(await app.call(postCompletion('kim', 'nothing')));
    expect(others).toMatchObject({ status: 404, body: { Error: 'No such ride' } });
    expect(await bucephalus()).toMatchObject({ RideId: { S: id } });
  });

  it('answers 503 with Retry-After when another writer stays at the unicorn', async () => {
    const id = await rideOf('kim');
    let attempts = 0;
    app.client.middlewareStack.add(
      (next) => async (args) => {
        if (!('TransactItems' in args.input)) return next(args);
        attempts += 1;
        const CancellationReasons = [{ Code: 'TransactionConflict' }, { Code: 'None' }];
        throw new TransactionCanceledException({ message: 'conflict', $metadata: {}, CancellationReasons });
      },
      { step: 'initialize', name: 'contend' },
    );
    const refused = await app.call(postCompletion('kim', id));
    expect([refused.status, refused.headers['Retry-After'], attempts]).toEqual([503, '1', 6]);
    app.client.middlewareStack.remove('contend');
    expect((await app.call(postCompletion('kim', id))).status).toBe(200);
  });

  it('does not free a unicorn at a pickup that only rounding tells from the poles', async () => {
    const { body } = await app.call(postRide('kim', { Latitude: 90, Longitude: SEATTLE.Longitude }));
    await app.call(postCompletion('kim', String(body.RideId)));
    const next = await app.call(postRide('lee', { Latitude: 90, Longitude: 77 }));
    expect(next.body).toMatchObject({ UnicornName: body.UnicornName, Eta: '1 second' });
  });
});
