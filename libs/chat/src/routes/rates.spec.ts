import { parseEnv } from '@hanok/lambda';
import { startTables } from '@hanok/testing';
import { afterAll, describe, expect, it } from '@jest/globals';
import { CHAT_TABLES } from '../chat.fixture.ts';
import { openRoutes } from '../chat-routes.fixture.ts';
import { chatFrom, chatVariables, DEFAULT_CHAT_SETTINGS } from '../index.ts';

const db = await startTables(CHAT_TABLES);
afterAll(db.stop);
const ROOM = 'lobby';
const TOO_FAST = { type: 'error', code: 'CONNECTION_TOO_FAST' };

describe('rates of a connection', () => {
  it('let it type once in 2 s, also when ten signals come at once, and say so to no one else', async () => {
    const { kim, deliver, clock } = await openRoutes(db, { typingRate: DEFAULT_CHAT_SETTINGS.typingRate });
    await kim.say('join', { room: ROOM });
    await deliver();
    const answers = await Promise.all(Array.from({ length: 5 }, () => kim.say('typing', { room: ROOM })));
    expect(answers.filter((each) => each === undefined)).toHaveLength(1);
    for (const each of answers) if (each) expect(['CONNECTION_TOO_FAST', 'UNAVAILABLE']).toContain(each.code);
    expect(await deliver()).toHaveLength(1);
    clock.at += 1_999;
    expect(await kim.say('typing', { room: ROOM })).toMatchObject(TOO_FAST);
    clock.at += 1;
    expect(await kim.say('typing', { room: ROOM })).toBeUndefined();
  });

  it('let it join three times at once and then once a second, and messages have a rate of their own', async () => {
    const { kim, lee, clock } = await openRoutes(db, { joinRate: { count: 3, seconds: 3 } });
    for (let times = 0; times < 3; times += 1)
      expect(await kim.say('join', { room: ROOM })).toMatchObject({ type: 'joined' });
    expect(await kim.say('join', { room: ROOM, after: 0 })).toMatchObject(TOO_FAST);
    expect(await lee.say('join', { room: ROOM })).toMatchObject({ type: 'joined' });
    expect(await kim.say('message', { room: ROOM, clientId: 'a', text: 'x' })).toMatchObject({ seq: 1 });
    clock.at += 1000;
    expect(await kim.say('join', { room: ROOM })).toMatchObject({ type: 'joined' });
    expect(await kim.say('join', { room: ROOM })).toMatchObject(TOO_FAST);
  });

  it('are asked of the open connection of the caller', async () => {
    const { kim, user } = await openRoutes(db);
    await kim.say('join', { room: ROOM });
    // Says that it is kim, on a connection that is lee's.
    expect(await user('lee-1', 'kim').say('typing', { room: ROOM })).toMatchObject({ code: 'NOT_CONNECTED' });
    await kim.disconnect();
    expect(await kim.say('join', { room: ROOM })).toMatchObject({ code: 'DISCONNECTED', field: 'room' });
  });
});

describe('limits', () => {
  it('are the defaults without variables', () => {
    expect(chatFrom(parseEnv(chatVariables, {}), db.client).settings).toEqual(DEFAULT_CHAT_SETTINGS);
  });

  it('are what the variables say', () => {
    const variables = parseEnv(chatVariables, {
      ...{
        MESSAGE_BYTES: '100',
        CONNECTION_RATE: '5/60',
        ROOM_RATE: '7/1',
        TYPING_RATE: '1/3',
        JOIN_RATE: '2/9',
      },
      ...{ MEMBERS_PER_ROOM: '2', CONNECTIONS_PER_MEMBER: '40', LEASE_SECONDS: '60', KEPT_SECONDS: '3600' },
    });
    expect(chatFrom(variables, db.client).settings).toEqual({
      ...{
        messageBytes: 100,
        membersPerRoom: 2,
        connectionsPerMember: 40,
        leaseSeconds: 60,
        keptSeconds: 3600,
      },
      ...{ connectionRate: { count: 5, seconds: 60 }, roomRate: { count: 7, seconds: 1 } },
      ...{ typingRate: { count: 1, seconds: 3 }, joinRate: { count: 2, seconds: 9 } },
    });
  });

  it.each([
    ...['0', '-1', '1.5', 'many', ''].map((value) => ['MESSAGE_BYTES', value]),
    ...['0/1', '1/0', '1', '1/', '-1/1', '1/2/3', '1e3/1', ' 1/1'].map((value) => ['TYPING_RATE', value]),
    ...['0', '41'].map((value) => ['CONNECTIONS_PER_MEMBER', value]),
    ['LEASE_SECONDS', '0'],
  ])('are refused by name at cold start: %s is %j', (name, value) => {
    expect(() => parseEnv(chatVariables, { [name]: value })).toThrow(name);
  });

  it('keep a text whose JSON fits no page of history out, whatever MESSAGE_BYTES says', async () => {
    const { kim } = await openRoutes(db, { messageBytes: 200_000 });
    await kim.say('join', { room: ROOM });
    // One byte that JSON writes in six.
    for (const [length, answer] of [
      [13_333, { type: 'ack', seq: 1 }],
      [13_334, { code: 'TOO_LONG' }],
    ] as const) {
      const body = { room: ROOM, clientId: `c${length}`, text: '\u0001'.repeat(length) };
      expect(await kim.say('message', body)).toMatchObject(answer);
    }
    expect(await kim.say('join', { room: ROOM, after: 0 })).toMatchObject({ isComplete: true });
  });
});
