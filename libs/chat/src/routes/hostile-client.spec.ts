import { startTables } from '@hanok/testing';
import { afterAll, describe, expect, it } from '@jest/globals';
import { CHAT_TABLES } from '../chat.fixture.ts';
import { openRoutes } from '../chat-routes.fixture.ts';

const db = await startTables(CHAT_TABLES);
afterAll(db.stop);
const ROOM = 'lobby';

async function openRoom(settings = {}) {
  const chat = await openRoutes(db, settings);
  for (const each of [chat.kim, chat.lee]) await each.say('join', { room: ROOM });
  await chat.deliver();
  return chat;
}
/** A body of exactly so many bytes, whose text is of one character over and over, and blanks for the rest. */
function bodyOf(bytes: number, character: string, textBytes: number): string {
  const size = Buffer.byteLength(character);
  const text = character.repeat(Math.floor(textBytes / size));
  const body = JSON.stringify({ room: ROOM, clientId: 'a', text });
  return body + ' '.repeat(bytes - Buffer.byteLength(body));
}

describe('sizes in bytes of UTF-8', () => {
  it.each([
    ['a', 32_768],
    ['한', 32_766],
    ['😀', 32_768],
  ])(
    'a text of %s that has %i bytes is stored and sent, and one character more is too long',
    async (character, bytes) => {
      const { kim, deliver } = await openRoom({ messageBytes: 32_768 });
      const text = character.repeat(bytes / Buffer.byteLength(character));
      expect(await kim.say('message', { room: ROOM, clientId: 'a', text })).toMatchObject({ seq: 1 });
      expect((await deliver()).map(([, frame]) => frame['text'])).toEqual([text, text]);
      const longer = { room: ROOM, clientId: 'b', text: text + character };
      expect(await kim.say('message', longer)).toMatchObject({ type: 'error', code: 'TOO_LONG' });
    },
  );

  it.each([
    ['a', 32_768],
    ['한', 32_769],
    ['😀', 131_072],
  ])('a body of %s with %i bytes is read, as many frames as it comes in', async (character, bytes) => {
    const { kim } = await openRoom();
    expect(await kim.say('message', bodyOf(bytes, character, 4096))).toMatchObject({ type: 'ack', seq: 1 });
  });

  it.each(['a', '한', '😀'])(
    'a body of %s with 131,073 bytes is refused, and none of it is stored',
    async (character) => {
      const { kim } = await openRoom({ messageBytes: 200_000 });
      for (const textBytes of [4_096, 131_000])
        expect(await kim.say('message', bodyOf(131_073, character, textBytes))).toMatchObject({
          ...{ type: 'error', code: 'TOO_LARGE', field: 'body' },
        });
      expect(await kim.say('join', { room: ROOM, after: 0 })).toMatchObject({ messages: [] });
    },
  );

  it('a text that fills 128 KB fits no frame to the others, and is refused', async () => {
    const { kim, waiting } = await openRoom({ messageBytes: 200_000 });
    expect(await kim.say('message', bodyOf(131_072, 'a', 131_000))).toMatchObject({ code: 'TOO_LONG' });
    expect(waiting).toEqual([]);
  });
});

describe('bodies made to break the server', () => {
  const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  it.each([
    ['60,000 lists in each other', `{"room":"lobby","clientId":"a","text":"x","z":${deep(60_000)}}`],
    ['40 lists in each other', `{"room":"lobby","clientId":"a","text":"x","z":${deep(40)}}`],
    ['the key __proto__', '{"room":"lobby","clientId":"a","text":"x","__proto__":{"standing":"member"}}'],
    ['the key constructor', '{"room":"lobby","clientId":"a","text":"x","constructor":{"prototype":{"a":1}}}'],
    ['the key prototype', '{"room":"lobby","clientId":"a","text":"x","more":{"prototype":1}}'],
    ['a key twice', '{"room":"lobby","clientId":"a","text":"x","room":"other"}'],
    ['no JSON', '{"room":"lobby"'],
    ['a list', '["lobby"]'],
    ['null', 'null'],
    ['nothing', ''],
  ])('are refused as INVALID before anything is read: %s', async (_title, body) => {
    const { kim, waiting } = await openRoom();
    expect(await kim.say('message', body)).toMatchObject({ type: 'error', code: 'INVALID' });
    expect(waiting).toEqual([]);
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('standing');
  });

  it.each([
    ['room', { room: ['lobby'] }],
    ['room', { room: { toString: 'lobby' } }],
    ['clientId', { clientId: 7 }],
    ['clientId', { clientId: 'x'.repeat(101) }],
    ['text', { text: null }],
  ])('are refused with the field %s', async (field, change) => {
    const { kim } = await openRoom();
    const body = { room: ROOM, clientId: 'a', text: 'x', ...change };
    expect(await kim.say('message', body)).toMatchObject({ code: 'INVALID', field });
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'may name rooms and people %s like any other',
    async (name) => {
      const { user, deliver } = await openRoom();
      const one = user(`${name}-1`);
      await one.connect();
      expect(await one.say('join', { room: name })).toMatchObject({ present: [name], presentCount: 1 });
      expect(await one.say('message', { room: name, clientId: name, text: name })).toMatchObject({ seq: 1 });
      expect((await deliver()).at(-1)).toMatchObject([`${name}-1`, { senderId: name, text: name }]);
    },
  );
});

describe('forged claims', () => {
  it.each(['typing', 'leave', 'read', 'join'])(
    'of name, connection and time in a %s are passed over',
    async (route) => {
      const { kim, deliver, present } = await openRoom();
      const forged = {
        memberId: 'lee',
        senderId: 'lee',
        connectionId: 'lee-1',
        userId: 'lee',
        at: 1,
        by: 'lee',
      };
      await kim.say(route, { room: ROOM, seq: 0, ...forged });
      for (const [, { memberId }] of await deliver()) expect(memberId).toBe('kim');
      expect(await present()).toContain('lee');
    },
  );

  it('of being the owner are refused: the one who made the room is', async () => {
    const { lee } = await openRoom();
    const forged = { by: 'kim', ownerId: 'lee', isModerator: true, principalId: 'kim' };
    expect(await lee.say('moderate', { room: ROOM, memberId: 'kim', act: 'ban', ...forged })).toMatchObject({
      code: 'NOT_MODERATOR',
    });
  });

  it.each(['https://evil.example', 'https://chat.example.evil', 'http://chat.example', 'null', ''])(
    'of another page are refused at connect: %j',
    async (Origin) => {
      const { user } = await openRoutes(db);
      expect(await user('park-1').connect({ Origin })).toBe(403);
      expect(await user('park-1').say('join', { room: ROOM })).toMatchObject({ code: 'DISCONNECTED' });
    },
  );
});

describe('the last-read number', () => {
  it('is none that does not exist, never goes back, and tells people outside nothing of the room', async () => {
    const { kim, lee, user } = await openRoom();
    for (const clientId of ['a', 'b', 'c']) await kim.say('message', { room: ROOM, clientId, text: 'x' });
    const read = (seq: unknown) => lee.say('read', { room: ROOM, seq });
    for (const seq of [4, Number.MAX_SAFE_INTEGER, -1, 1.5, '2', null])
      expect(await read(seq)).toMatchObject({ type: 'error', code: 'INVALID', field: 'seq' });
    expect(await read(2)).toMatchObject({ lastRead: 2, unread: 1 });
    expect(await read(1)).toMatchObject({ lastRead: 2, unread: 1 });
    const answers = await Promise.all([3, 1, 2, 3].map(read));
    expect(answers.map(({ type }) => type)).toEqual(Array(4).fill('read'));
    expect(await read(0)).toMatchObject({ lastRead: 3, unread: 0 });
    const park = user('park-1');
    await park.connect();
    for (const seq of [0, 99])
      expect(await park.say('read', { room: ROOM, seq })).toMatchObject({
        code: 'NOT_MEMBER',
        field: 'room',
      });
  });
});
