import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RideAppOptions, startRideApp } from './ride-app.fixture.ts';
import { postRide, SEATTLE } from './ride-events.fixture.ts';
import { startRideTables } from './ride-tables.fixture.ts';
import { tutorialFleet } from './tutorial-fleet.ts';
import type { Unicorn } from './unicorn.ts';
import { unicornAt } from './unicorns.fixture.ts';

let db: Awaited<ReturnType<typeof startRideTables>>;
beforeEach(async () => {
  db = await startRideTables();
});
afterEach(() => db.stop());

async function start(options: RideAppOptions & { fleet?: readonly Unicorn[] } = {}) {
  const { fleet = tutorialFleet, ...more } = options;
  const app = startRideApp(db.client, more);
  if (fleet.length > 0) await app.fleet.add(fleet);
  return app;
}

const unicornsOf = async () =>
  (await db.items('fleetTable')).map(({ UnicornId, RideId }) => [UnicornId?.S, RideId?.S]);
const at = (Latitude: number, Longitude: number) => ({ Latitude, Longitude });

describe('POST /ride again', () => {
  it('gives the same answer for the same Idempotency-Key, also when no unicorn is free', async () => {
    const { call } = await start();
    const first = await call(postRide('kim', SEATTLE, 'key-1'));
    for (const rider of ['a', 'b']) await call(postRide(rider));
    expect(await call(postRide('kim', SEATTLE, 'key-1'))).toEqual(first);
    expect(await db.items('rideTable')).toHaveLength(3);
  });

  it('answers 422 for another body under the key, and keeps riders apart', async () => {
    const { call } = await start();
    await call(postRide('kim', SEATTLE, 'key-1'));
    expect(await call(postRide('kim', at(1, 1), 'key-1'))).toMatchObject({
      status: 422,
      body: { Error: 'Idempotency-Key: already stands for another request' },
    });
    expect(await call(postRide('lee', at(1, 1), 'key-1'))).toMatchObject({
      status: 201,
      body: { Rider: 'lee' },
    });
    expect(await db.items('rideTable')).toHaveLength(2);
  });

  it('forgets a key after 24 hours', async () => {
    let now = Date.parse('2026-11-21T09:00:00Z');
    const { call } = await start({ now: () => new Date(now) });
    const first = await call(postRide('kim', SEATTLE, 'key-1'));
    now += 24 * 3_600_000;
    const second = await call(postRide('kim', at(1, 1), 'key-1'));
    expect(second.status).toBe(201);
    expect(second.body.RideId).not.toBe(first.body.RideId);
  });

  it('makes one ride of an invocation that Lambda runs again, and two of two invocations', async () => {
    const { call } = await start();
    const first = await call(postRide('kim'), 'invocation-a');
    expect(await call(postRide('kim'), 'invocation-a')).toEqual(first);
    expect((await call(postRide('kim'), 'invocation-b')).body.RideId).not.toBe(first.body.RideId);
    expect(await db.items('rideTable')).toHaveLength(2);
  });

  it('makes one ride when the reply of the written transaction is lost', async () => {
    const { call } = await start();
    db.client.middlewareStack.add(
      (next) => async (args) => {
        const output = await next(args);
        if (!('TransactItems' in args.input)) return output;
        db.client.middlewareStack.remove('lose');
        throw new Error('socket hang up');
      },
      { step: 'initialize', name: 'lose' },
    );
    expect((await call(postRide('kim', SEATTLE, 'key-1'))).status).toBe(500);
    expect((await call(postRide('kim', SEATTLE, 'key-1'))).status).toBe(201);
    expect(await db.items('rideTable')).toHaveLength(1);
    expect((await unicornsOf()).filter(([, ride]) => ride)).toHaveLength(1);
  });
});

describe('POST /ride at the same time', () => {
  it('makes exactly 3 rides with 3 unicorns of 100 requests, and answers 97 of them 503', async () => {
    const apps = await Promise.all([start(), start({ fleet: [] }), start({ fleet: [] })]);
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => apps[index % 3]?.call(postRide(`rider-${index}`))),
    );
    const rides = answers.flatMap((answer) => (answer?.status === 201 ? [answer.body] : []));
    expect(answers.filter((answer) => answer?.status === 503)).toHaveLength(97);
    expect(rides.map(({ UnicornName }) => UnicornName).toSorted()).toEqual([
      'Bucephalus',
      'Rocinante',
      'Shadowfax',
    ]);
    expect(await db.items('rideTable')).toHaveLength(3);
    const held = (await unicornsOf()).map(([, ride]) => ride).toSorted();
    expect(held).toEqual(rides.map(({ RideId }) => RideId).toSorted());
  }, 60_000);

  it('makes one ride and one answer of the same Idempotency-Key twenty times', async () => {
    const { call } = await start();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => call(postRide('kim', SEATTLE, 'key-20'))),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    expect(await db.items('rideTable')).toHaveLength(1);
    expect((await unicornsOf()).filter(([, ride]) => ride)).toHaveLength(1);
  });

  it('makes one ride of twenty when there is one unicorn only', async () => {
    const { call } = await start({ fleet: [unicornAt('only', 1, 1)] });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => call(postRide('kim', SEATTLE, 'key-1'))),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
  });
});
