import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { getRide, postCompletion, postRide, type Rider, SEATTLE } from './ride-events.fixture.ts';
import { startRideTables } from './ride-tables.fixture.ts';
import { RIDE_RECEIPT_TABLE, RIDE_TABLE } from './tables/definitions.ts';

const db = await startRideTables();
afterAll(db.stop);
let app: Awaited<ReturnType<typeof db.start>>;
beforeEach(async () => {
  app = await db.start({ now: () => new Date('2026-11-21T09:00:00.000Z') });
});

const SUB = '76420294-00e1-700b-74d6-a22a780eeaed';
const ALICE = { sub: SUB, 'cognito:username': 'alice' };
const LATER_ALICE = { ...ALICE, sub: 'f6a2b294-10e1-70aa-9b1c-0e3c7f3b5d21' };
const NO_SUCH_RIDE = { status: 404, body: { Error: 'No such ride' } };

const ride = (rider: Rider, key?: string) => app.call(postRide(rider, SEATTLE, key));
const read = (rider: Rider, id: unknown) => app.call(getRide(rider, String(id)));
const complete = (rider: Rider, id: unknown) => app.call(postCompletion(rider, String(id)));

describe('a rider is known by the sub', () => {
  it('so that another user of the same name neither reads, nor completes, nor is given the ride', async () => {
    const first = await ride(ALICE, 'key');
    const id = first.body.RideId;
    expect(await read(LATER_ALICE, id)).toMatchObject(NO_SUCH_RIDE);
    expect(await complete(LATER_ALICE, id)).toMatchObject(NO_SUCH_RIDE);
    const second = await ride(LATER_ALICE, 'key');
    expect(second).toMatchObject({ status: 201, body: { Rider: 'alice' } });
    expect(second.body.RideId).not.toBe(id);
    expect((await read(ALICE, id)).body).toMatchObject({ Rider: 'alice', Status: 'Requested' });
    expect(await read(ALICE, second.body.RideId)).toMatchObject(NO_SUCH_RIDE);
    expect(await ride(ALICE, 'key')).toEqual(first);
  });

  it('so that a user keeps rides and keys under another name', async () => {
    const renamed = { ...ALICE, 'cognito:username': 'alice-kim', preferred_username: 'lady' };
    const first = await ride(ALICE, 'key');
    expect(await ride(renamed, 'key')).toEqual(first);
    expect((await read(renamed, first.body.RideId)).status).toBe(200);
    expect((await complete(renamed, first.body.RideId)).body.Status).toBe('Completed');
    expect((await ride(renamed)).body.Rider).toBe('alice-kim');
  });

  it('so that ID token and access token are one rider', async () => {
    const accessToken = { sub: SUB, username: 'alice', token_use: 'access' };
    const first = await ride(accessToken, 'key');
    expect(first.body.Rider).toBe('alice');
    expect(await ride(ALICE, 'key')).toEqual(first);
    expect((await read(ALICE, first.body.RideId)).status).toBe(200);
    expect((await complete(accessToken, first.body.RideId)).status).toBe(200);
  });

  it('which stands beside the name that is shown', async () => {
    await ride({ ...ALICE, 'cognito:username': 'Google_123' });
    await ride('the_username');
    const riders = (await app.rides()).map(({ RiderId, User }) => [RiderId?.S, User?.S]);
    expect(riders.toSorted()).toEqual([
      ['name:the_username', 'the_username'],
      [`sub:${SUB}`, 'Google_123'],
    ]);
  });

  it.each<[string, Rider, Rider]>([
    ['a name and a sub of this text', 'alice', { ...LATER_ALICE, sub: 'alice' }],
    ['a user whose name is the sub of another', ALICE, SUB],
    ['a user whose name is how the sub of another is stored', ALICE, `sub:${SUB}`],
    ['a user whose sub is how a name is stored', 'alice', { ...LATER_ALICE, sub: 'name:alice' }],
    ['a user with a sub and one of the same name without', ALICE, 'alice'],
    ['a sub in other letters', { ...ALICE, sub: 'abc' }, { ...ALICE, sub: 'ABC' }],
  ])('and never taken for another one: %s', async (_case, one, other) => {
    for (const [owner, another] of [
      [one, other],
      [other, one],
    ] as const) {
      const { body } = await ride(owner, 'key');
      expect(await read(another, body.RideId)).toMatchObject(NO_SUCH_RIDE);
      expect(await complete(another, body.RideId)).toMatchObject(NO_SUCH_RIDE);
      expect((await complete(owner, body.RideId)).status).toBe(200);
    }
    const [first, second] = [await ride(one, 'key'), await ride(other, 'key')];
    expect(first.body.RideId).not.toBe(second.body.RideId);
    expect(await app.rides()).toHaveLength(2);
  });

  it.each([
    ...['', ' ', 'a b', `${SUB}\n`, `${SUB}\0`, '한', '\ud800', 'a'.repeat(129), 'a'.repeat(100_000)],
    ...[null, 7, true, {}, [], [SUB]],
  ])('and answered 401 with a sub that is none, whatever the name: %#', async (sub) => {
    const { body } = await ride('alice', 'key');
    const rider = { sub, 'cognito:username': 'alice' };
    for (const { status } of [
      await ride(rider, 'key'),
      await read(rider, body.RideId),
      await complete(rider, body.RideId),
    ])
      expect(status).toBe(401);
  });

  it('and by the name alone where a token has no sub, of any form and length', async () => {
    const name = '\0'.repeat(512);
    const key = '"'.repeat(255);
    const first = await ride(name, key);
    expect(first).toMatchObject({ status: 201, body: { Rider: name } });
    expect(await ride(name, key)).toEqual(first);
    expect((await read(name, first.body.RideId)).status).toBe(200);
  });
});

describe('what was stored before the sub was', () => {
  const OLD = {
    RideId: { S: 'SvLnijIAtg6inAFUBRT-Fg' },
    User: { S: 'alice' },
    Unicorn: { M: { Name: { S: 'Rocinante' }, Color: { S: 'Yellow' }, Gender: { S: 'Female' } } },
    UnicornName: { S: 'Rocinante' },
    RequestTime: { S: '2026-11-21T08:00:00.000Z' },
    UnicornId: { S: 'rocinante' },
    Eta: { S: '30 seconds' },
    PickupLocation: { M: { Latitude: { N: '47.6' }, Longitude: { N: '-122.3' } } },
    Status: { S: 'Requested' },
    LeaseEnds: { N: '1795251630000' },
  };

  it('is a ride of the name: no user with a sub has it, since that may be a later one', async () => {
    await app.put(RIDE_TABLE, OLD);
    for (const rider of [ALICE, { ...ALICE, sub: 'alice' }, { ...ALICE, sub: 'name:alice' }, 'bob']) {
      expect(await read(rider, OLD.RideId.S)).toMatchObject(NO_SUCH_RIDE);
      expect(await complete(rider, OLD.RideId.S)).toMatchObject(NO_SUCH_RIDE);
    }
    expect((await read('alice', OLD.RideId.S)).body).toMatchObject({ Rider: 'alice', Status: 'Requested' });
    expect((await complete('alice', OLD.RideId.S)).body.Status).toBe('Completed');
  });

  it('is a receipt that is not answered: it may be the receipt of another user', async () => {
    const first = await ride(ALICE, 'key');
    const [receipt] = await app.receipts();
    const ids = ['alice', `sub:${SUB}`, SUB].map((name) => `key#${JSON.stringify([name, 'other-key'])}`);
    for (const id of ids) await app.put(RIDE_RECEIPT_TABLE, { ...receipt, ReceiptId: { S: id } });
    expect((await ride(ALICE, 'other-key')).body.RideId).not.toBe(first.body.RideId);
  });
});
