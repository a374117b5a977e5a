import { afterAll, describe, expect, it } from '@jest/globals';
import { IS_DEEP } from '@hanok/testing';
import { startRideApp } from './ride-app.fixture.ts';
import { postRide, SEATTLE } from './ride-events.fixture.ts';
import { startRideTables } from './ride-tables.fixture.ts';
import { unicornAt } from './unicorns.fixture.ts';

const db = await startRideTables();
afterAll(db.stop);
const { start } = db;

type App = Awaited<ReturnType<typeof start>>;
const heldBy = async ({ unicorns }: App) => (await unicorns()).flatMap(({ RideId }) => RideId?.S ?? []);
const at = (Latitude: number, Longitude: number) => ({ Latitude, Longitude });

describe('POST /ride again', () => {
  it('gives the same answer for the same Idempotency-Key, also when no unicorn is free', async () => {
    const app = await start();
    const { call } = app;
    const first = await call(postRide('kim', SEATTLE, 'key-1'));
    for (const rider of ['a', 'b']) await call(postRide(rider));
    expect(await call(postRide('kim', SEATTLE, 'key-1'))).toEqual(first);
    expect(await app.rides()).toHaveLength(3);
  });

  it('answers 422 for another body under the key, and keeps riders apart', async () => {
    const app = await start();
    const { call } = app;
    await call(postRide('kim', SEATTLE, 'key-1'));
    expect(await call(postRide('kim', at(1, 1), 'key-1'))).toMatchObject({
      status: 422,
      body: { Error: 'Idempotency-Key: already stands for another request' },
    });
    expect(await call(postRide('lee', at(1, 1), 'key-1'))).toMatchObject({
      status: 201,
      body: { Rider: 'lee' },
    });
    expect(await app.rides()).toHaveLength(2);
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
    const app = await start();
    const { call } = app;
    const first = await call(postRide('kim'), 'invocation-a');
    expect(await call(postRide('kim'), 'invocation-a')).toEqual(first);
    expect((await call(postRide('kim'), 'invocation-b')).body.RideId).not.toBe(first.body.RideId);
    expect(await app.rides()).toHaveLength(2);
  });

  it('makes one ride when the reply of the written transaction is lost', async () => {
    const app = await start();
    const { call } = app;
    app.client.middlewareStack.add(
      (next) => async (args) => {
        const output = await next(args);
        if (!('TransactItems' in args.input)) return output;
        app.client.middlewareStack.remove('lose');
        throw new Error('socket hang up');
      },
      { step: 'initialize', name: 'lose' },
    );
    expect((await call(postRide('kim', SEATTLE, 'key-1'))).status).toBe(500);
    expect((await call(postRide('kim', SEATTLE, 'key-1'))).status).toBe(201);
    expect(await app.rides()).toHaveLength(1);
    expect(await heldBy(app)).toHaveLength(1);
  });
});

it('POST /ride again is answered while free unicorns cannot be looked up, and a new request is not', async () => {
  const app = await start();
  const first = await app.call(postRide('kim', SEATTLE, 'key-1'));
  app.client.middlewareStack.add(
    (next) => (args) => {
      if ('IndexName' in args.input && args.input.IndexName === 'FreeByCell') throw new Error('no index');
      return next(args);
    },
    { step: 'initialize' },
  );
  expect(await app.call(postRide('kim', SEATTLE, 'key-1'))).toEqual(first);
  expect((await app.call(postRide('lee'))).status).toBe(500);
  expect(await app.rides()).toHaveLength(1);
});

/** Each of them that gets no ride looks at every unicorn, again and again. */
const REQUESTS = IS_DEEP ? 100 : 30;

describe('POST /ride at the same time', () => {
  it(`makes exactly 3 rides with 3 unicorns of ${REQUESTS} requests, and answers the others 503`, async () => {
    const app = await start();
    const apps = [app, startRideApp(app), startRideApp(app)];
    const answers = await Promise.all(
      Array.from({ length: REQUESTS }, (_, index) => apps[index % 3]?.call(postRide(`rider-${index}`))),
    );
    const rides = answers.flatMap((answer) => (answer?.status === 201 ? [answer.body] : []));
    expect(answers.filter((answer) => answer?.status === 503)).toHaveLength(REQUESTS - 3);
    expect(rides.map(({ UnicornName }) => UnicornName).toSorted()).toEqual([
      'Bucephalus',
      'Rocinante',
      'Shadowfax',
    ]);
    expect(await app.rides()).toHaveLength(3);
    expect((await heldBy(app)).toSorted()).toEqual(rides.map(({ RideId }) => RideId).toSorted());
  }, 60_000);

  it('makes one ride and one answer of the same Idempotency-Key twenty times', async () => {
    const app = await start();
    const { call } = app;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => call(postRide('kim', SEATTLE, 'key-20'))),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    expect(await app.rides()).toHaveLength(1);
    expect(await heldBy(app)).toHaveLength(1);
  });

  it('makes one ride of twenty when there is one unicorn only', async () => {
    const { call } = await start({ fleet: [unicornAt('only', 1, 1)] });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => call(postRide('kim', SEATTLE, 'key-1'))),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
  });
});
