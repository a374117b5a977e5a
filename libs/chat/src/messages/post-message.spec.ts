import { afterAll, describe, expect, it } from '@jest/globals';
import { startTables } from '@hanok/testing';
import { CHAT_TABLES, openChat } from '../chat.fixture.ts';
import { banMember, enterRoom, leaveRoom, muteMember, unbanMember } from '../index.ts';

const db = await startTables(CHAT_TABLES);
afterAll(db.stop);

const kim = { room: 'lobby', memberId: 'kim' };
async function openLobby(options: Parameters<typeof openChat>[1] = {}) {
  const chat = openChat(await db.fresh(), options);
  await chat.member('kim');
  return chat;
}

describe('a message', () => {
  it('gets the next number of its room, with sender and time of the server', async () => {
    const chat = await openLobby();
    const first = await chat.post({ clientId: 'a', text: '안녕' });
    chat.clock.at += 5;
    const second = await chat.post({ clientId: 'b' });
    expect(first).toEqual({
      kind: 'stored',
      message: {
        ...{ room: 'lobby', seq: 1, senderId: 'kim', clientId: 'a', text: '안녕' },
        sentAt: 1_800_000_000_000,
      },
    });
    expect(second).toMatchObject({ kind: 'stored', message: { seq: 2, sentAt: 1_800_000_000_005 } });
  });

  it('that comes again is told its number again, and is stored once', async () => {
    const chat = await openLobby();
    const { clock } = chat;
    await chat.post({ clientId: 'a' });
    clock.at += 1000;
    expect(await chat.post({ clientId: 'a' })).toEqual({
      kind: 'repeated',
      seq: 1,
      sentAt: 1_800_000_000_000,
    });
    expect((await chat.history()).messages).toHaveLength(1);
  });

  it('with the client id of another text is refused, and one of another sender is another message', async () => {
    const chat = await openLobby();
    await chat.member('lee');
    await chat.post({ clientId: 'a' });
    expect(await chat.post({ clientId: 'a', text: 'other' })).toEqual({
      kind: 'refused',
      code: 'ClientIdReused',
    });
    const other = await chat.post({ clientId: 'a', senderId: 'lee', connectionId: 'lee-1' });
    expect(other).toMatchObject({ message: { seq: 2 } });
  });

  it('never is earlier than the one before it, when the clock of a server goes back', async () => {
    const chat = await openLobby();
    await chat.post({ clientId: 'a' });
    chat.clock.at -= 60_000;
    expect(await chat.post({ clientId: 'b' })).toMatchObject({
      message: { seq: 2, sentAt: 1_800_000_000_000 },
    });
  });

  it.each([
    ['4,096 bytes of Latin', 'a'.repeat(4096), 'stored'],
    ['4,097 bytes of Latin', 'a'.repeat(4097), 'refused'],
    ['4,095 bytes of Hangul', '한'.repeat(1365), 'stored'],
    ['4,098 bytes of Hangul', '한'.repeat(1366), 'refused'],
    ['4,096 bytes of emoji', '🌳'.repeat(1024), 'stored'],
    ['4,100 bytes of emoji', '🌳'.repeat(1025), 'refused'],
  ])('of %s is measured in bytes', async (_size, text, kind) => {
    const chat = await openLobby();
    expect((await chat.post({ text })).kind).toBe(kind);
  });

  it('with a lone surrogate is refused', async () => {
    const chat = await openLobby();
    expect(await chat.post({ text: 'a\ud800b' })).toEqual({ kind: 'refused', code: 'Malformed' });
  });

  it.each([
    ['no name', ''],
    ['a name of the tables', '$connection'],
    ['a name of the tables', '$room'],
    ['a lone surrogate', '\udc00'],
    ['a name of 101 bytes', 'a'.repeat(101)],
    ['a Hangul name of 102 bytes', '한'.repeat(34)],
  ])('with %s as its room or client id is refused, and no one enters such a room', async (_kind, name) => {
    const chat = await openLobby();
    const refused = { kind: 'refused', code: 'Malformed' };
    expect(await chat.post({ room: name })).toEqual(refused);
    expect(await chat.post({ clientId: name })).toEqual(refused);
    expect(await chat.change({ ...kim, room: name }, enterRoom, chat.signal)).toEqual(refused);
    expect(await chat.change({ ...kim, memberId: name }, enterRoom, chat.signal)).toEqual(refused);
  });

  it.each(['__proto__', 'constructor', '한'.repeat(33), '\u0000"\u0000'.padEnd(100, '\u0001')])(
    'with the name %j as its room and client id is numbered and known again',
    async (name) => {
      const chat = await openLobby();
      await chat.member('kim', name);
      expect(await chat.post({ room: name, clientId: name })).toMatchObject({
        message: { seq: 1, room: name },
      });
      expect(await chat.post({ room: name, clientId: name })).toMatchObject({ kind: 'repeated', seq: 1 });
      expect((await chat.history(name)).messages).toHaveLength(1);
    },
  );

  it('is moderated by a pure function: accepted, rejected with a reason, or rewritten within the limit', async () => {
    const chat = await openLobby({
      moderate: ({ text }) => {
        if (text === 'bad') return { kind: 'reject', reason: 'no' };
        if (text === 'long') return { kind: 'rewrite', text: 'a'.repeat(5000) };
        return text === 'rude' ? { kind: 'rewrite', text: '****' } : { kind: 'accept' };
      },
    });
    expect(await chat.post({ clientId: 'a', text: 'bad' })).toEqual({
      ...{ kind: 'refused', code: 'Rejected', reason: 'no' },
    });
    expect(await chat.post({ clientId: 'b', text: 'long' })).toMatchObject({ code: 'TooLong' });
    expect(await chat.post({ clientId: 'c', text: 'rude' })).toMatchObject({
      message: { seq: 1, text: '****' },
    });
    expect(await chat.post({ clientId: 'c', text: 'rude' })).toMatchObject({ kind: 'repeated', seq: 1 });
    expect(await chat.post({ clientId: 'd', text: 'fine' })).toMatchObject({
      message: { seq: 2, text: 'fine' },
    });
  });
});

describe('the right to send', () => {
  it('is asked on every message: who never was a member, has left, is banned or muted is refused', async () => {
    const chat = await openLobby();
    const { change, signal, clock } = chat;
    await chat.connections.open('lee-1', 'lee', chat.now(), signal);
    const lee = { senderId: 'lee', connectionId: 'lee-1' };
    expect(await chat.post(lee)).toEqual({ kind: 'refused', code: 'NotMember' });
    await change(kim, muteMember(new Date(clock.at + 1000)), signal);
    expect(await chat.post({})).toEqual({ kind: 'refused', code: 'Muted' });
    // A mute outlives leaving.
    await change(kim, leaveRoom, signal);
    expect(await chat.post({})).toEqual({ kind: 'refused', code: 'NotMember' });
    await chat.member('kim');
    expect(await chat.post({})).toEqual({ kind: 'refused', code: 'Muted' });
    clock.at += 1000;
    expect(await chat.post({})).toMatchObject({ kind: 'stored' });
    await change(kim, banMember, signal);
    expect(await chat.post({ clientId: 'b' })).toEqual({ kind: 'refused', code: 'Banned' });
    expect(await chat.member('kim')).toEqual({ kind: 'refused', code: 'Banned' });
    await change(kim, unbanMember, signal);
    await chat.member('kim');
    expect(await chat.post({ clientId: 'b' })).toMatchObject({ message: { seq: 2 } });
  });

  it('is of the room: a member of one cannot send to another', async () => {
    const chat = await openLobby();
    expect(await chat.post({ room: 'other' })).toEqual({ kind: 'refused', code: 'NotMember' });
  });

  it('is of an open connection of the sender', async () => {
    const chat = await openLobby();
    await chat.member('lee');
    expect(await chat.post({ connectionId: 'lee-1' })).toEqual({ kind: 'refused', code: 'NotConnected' });
    expect(await chat.post({ connectionId: 'none' })).toEqual({ kind: 'refused', code: 'NotConnected' });
    await chat.connections.close('kim-1', chat.now(), chat.signal);
    expect(await chat.post({})).toEqual({ kind: 'refused', code: 'NotConnected' });
  });

  it('ends in the write too: a ban between the look and the write lets nothing through', async () => {
    const chat = await openLobby();
    const { messages, signal } = chat;
    const draft = { room: 'lobby', senderId: 'kim', connectionId: 'kim-1', clientId: 'a', text: 'hello' };
    const view = await messages.view(draft, chat.now(), signal);
    await chat.change(kim, banMember, signal);
    const { clientId, text } = draft;
    const message = { room: 'lobby', seq: 1, senderId: 'kim', clientId, text, sentAt: chat.clock.at };
    const numbered = { kind: 'store', message, roomRate: 1, connectionRate: 1 } as const;
    expect(await messages.add(draft, view, numbered, { now: chat.now(), signal })).toEqual({
      kind: 'contended',
    });
    expect(await messages.lastSeq('lobby', signal)).toBe(0);
  });
});

describe('rates', () => {
  it('give a connection 3 messages at once and then one each second, whatever the room', async () => {
    const chat = await openLobby({ settings: { connectionRate: { count: 3, seconds: 3 } } });
    await chat.member('kim', 'other');
    const kinds = [];
    for (const clientId of ['a', 'b', 'c', 'd'])
      kinds.push(await chat.post({ clientId, room: clientId === 'b' ? 'other' : 'lobby' }));
    expect(kinds.slice(0, 3).map(({ kind }) => kind)).toEqual(['stored', 'stored', 'stored']);
    expect(kinds[3]).toEqual({ kind: 'refused', code: 'ConnectionTooFast' });
    chat.clock.at += 1000;
    expect(await chat.post({ clientId: 'd' })).toMatchObject({ kind: 'stored' });
    expect(await chat.post({ clientId: 'e' })).toMatchObject({ code: 'ConnectionTooFast' });
  });

  it('give a room 2 messages at once, whoever sends, and a refused one takes no number', async () => {
    const chat = await openLobby({ settings: { roomRate: { count: 2, seconds: 2 } } });
    await chat.member('lee');
    const lee = { senderId: 'lee', connectionId: 'lee-1' };
    await chat.post({ clientId: 'a' });
    await chat.post(lee);
    expect(await chat.post({ clientId: 'b' })).toEqual({ kind: 'refused', code: 'RoomTooFast' });
    chat.clock.at += 1000;
    expect(await chat.post({ clientId: 'b' })).toMatchObject({ message: { seq: 3 } });
  });
});
