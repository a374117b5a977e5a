import { startTables } from '@hanok/testing';
import { afterAll, describe, expect, it } from '@jest/globals';
import { CHAT_TABLES } from '../chat.fixture.ts';
import { openRoutes } from '../chat-routes.fixture.ts';
import { muteMember } from '../index.ts';

const db = await startTables(CHAT_TABLES);
afterAll(db.stop);

const ROOM = 'lobby';

describe('two clients', () => {
  it('join, talk, type, read and leave; each frame is from whom the server says', async () => {
    const { kim, lee, deliver, clock } = await openRoutes(db);
    expect(await kim.say('join', { room: ROOM })).toEqual({
      ...{ type: 'joined', room: ROOM, lastRead: 0, messages: [], present: ['kim'], presentCount: 1 },
    });
    await deliver();
    expect(await lee.say('join', { room: ROOM })).toMatchObject({ present: ['kim', 'lee'] });
    const entered = { type: 'presence', room: ROOM, memberId: 'lee', event: 'entered' };
    expect(await deliver()).toEqual([
      ['kim-1', entered],
      ['lee-1', entered],
    ]);
    const forged = { senderId: 'lee', sentAt: 1, seq: 77 };
    const ack = { type: 'ack', room: ROOM, clientId: 'a', seq: 1, sentAt: clock.at };
    expect(await kim.say('message', { room: ROOM, clientId: 'a', text: '안녕 👋', ...forged })).toEqual(ack);
    const message = { room: ROOM, seq: 1, senderId: 'kim', clientId: 'a', text: '안녕 👋', sentAt: clock.at };
    expect(await deliver()).toEqual([
      ['kim-1', { type: 'message', ...message }],
      ['lee-1', { type: 'message', ...message }],
    ]);
    expect(await kim.say('typing', { room: ROOM })).toBeUndefined();
    const typing = { type: 'typing', room: ROOM, memberId: 'kim', seconds: 5 };
    expect((await deliver()).map(([, frame]) => frame)).toEqual([typing, typing]);
    expect(await lee.say('read', { room: ROOM, seq: 1 })).toEqual({
      type: 'read',
      room: ROOM,
      lastRead: 1,
      unread: 0,
    });
    expect(await lee.say('read', { room: ROOM, seq: 2 })).toMatchObject({ code: 'INVALID', field: 'seq' });
    expect(await lee.say('leave', { room: ROOM })).toEqual({ type: 'left', room: ROOM });
    expect(await deliver()).toEqual([['kim-1', { ...entered, event: 'left' }]]);
    expect(await lee.say('join', { room: ROOM })).toMatchObject({ messages: [message] });
  });

  it('get a repeated message under its first number, sent to the room again', async () => {
    const { kim, deliver } = await openRoutes(db);
    await kim.say('join', { room: ROOM });
    const first = await kim.say('message', { room: ROOM, clientId: 'a', text: 'one' });
    const sent = await deliver();
    expect(await kim.say('message', { room: ROOM, clientId: 'a', text: 'one' })).toEqual(first);
    expect(await deliver()).toEqual(sent.slice(1));
    expect(await kim.say('message', { room: ROOM, clientId: 'a', text: 'two' })).toMatchObject({
      ...{ type: 'error', code: 'CLIENT_ID_REUSED' },
    });
    expect(await deliver()).toEqual([]);
  });

  it('are told what they missed, or that there is a gap', async () => {
    const { kim, clock } = await openRoutes(db, { keptSeconds: 60 });
    await kim.say('join', { room: ROOM });
    for (const clientId of ['a', 'b', 'c'])
      await kim.say('message', { room: ROOM, clientId, text: clientId });
    const missed = await kim.say('join', { room: ROOM, after: 1 });
    expect(missed).toMatchObject({ isComplete: true, messages: [{ seq: 2 }, { seq: 3 }] });
    clock.at += 61_000;
    expect(await kim.say('join', { room: ROOM, after: 1 })).toMatchObject({
      gap: true,
      after: 1,
      lastSeq: 3,
    });
  });

  it('get pages of history that fit a frame, however large the messages', async () => {
    const { kim } = await openRoutes(db, { messageBytes: 30_000 });
    await kim.say('join', { room: ROOM });
    const text = '한'.repeat(10_000);
    for (let index = 0; index < 6; index += 1)
      expect(await kim.say('message', { room: ROOM, clientId: `c${index}`, text })).toMatchObject({
        seq: index + 1,
      });
    const seqs = ({ messages = [] }: { messages?: { seq: number }[] }) => messages.map(({ seq }) => seq);
    const page = await kim.say('join', { room: ROOM });
    expect([seqs(page), page.before]).toEqual([[5, 6], 5]);
    expect(seqs(await kim.say('join', { room: ROOM, before: 5 }))).toEqual([3, 4]);
    expect(await kim.say('join', { room: ROOM, after: 1 })).toMatchObject({ isComplete: false });
  });
});

describe('a client', () => {
  it('of a page of another origin, or without a principal, does not connect', async () => {
    const { user } = await openRoutes(db);
    const other = user('park-1');
    expect(await other.connect({ Origin: 'https://evil.example' })).toBe(403);
    expect(await other.connect({ Origin: 'https://chat.example' })).toBe(200);
    expect(await user('$room-1').connect()).toBe(401);
  });

  it('that has not joined sends, types and reads nothing', async () => {
    const { kim, waiting } = await openRoutes(db);
    for (const [routeKey, body] of [
      ['message', { room: ROOM, clientId: 'a', text: 'x' }],
      ['typing', { room: ROOM }],
      ['read', { room: ROOM, seq: 0 }],
    ] as const)
      expect(await kim.say(routeKey, body)).toMatchObject({ type: 'error', code: 'NOT_MEMBER' });
    expect(waiting).toEqual([]);
  });

  it('that is muted types nothing', async () => {
    const { kim, change, clock, signal } = await openRoutes(db);
    await kim.say('join', { room: ROOM });
    await change({ room: ROOM, memberId: 'kim' }, muteMember(new Date(clock.at + 1000)), signal);
    expect(await kim.say('typing', { room: ROOM })).toMatchObject({ code: 'MUTED' });
    expect(await kim.say('message', { room: ROOM, clientId: 'a', text: 'x' })).toMatchObject({
      code: 'MUTED',
    });
  });

  it.each([[''], ['$room'], ['$connection'], ['x'.repeat(101)], [7], ['\ud800']])(
    'cannot name a room %j',
    async (bad) => {
      const { kim } = await openRoutes(db);
      expect(await kim.say('join', { room: bad })).toMatchObject({ code: 'INVALID', field: 'room' });
    },
  );

  it('that is gone leaves its rooms, and the others are told', async () => {
    const { kim, lee, gone, deliver } = await openRoutes(db);
    for (const each of [kim, lee]) await each.say('join', { room: ROOM });
    await deliver();
    gone.add('lee-1');
    await kim.say('message', { room: ROOM, clientId: 'a', text: 'x' });
    expect((await deliver()).map(([to, { type, event }]) => [to, type, event])).toEqual([
      ['kim-1', 'message', undefined],
      ['kim-1', 'presence', 'left'],
    ]);
  });

  it('that disconnects is one leave, however often the event comes', async () => {
    const { kim, lee, deliver } = await openRoutes(db);
    for (const each of [kim, lee]) await each.say('join', { room: ROOM });
    await deliver();
    for (let times = 0; times < 3; times += 1) await lee.disconnect();
    const left = { type: 'presence', room: ROOM, memberId: 'lee', event: 'left' };
    expect(await deliver()).toEqual([['kim-1', left]]);
    expect(await lee.say('message', { room: ROOM, clientId: 'a', text: 'x' })).toMatchObject({
      code: 'NOT_CONNECTED',
    });
  });

  it('whose $disconnect was lost is told as left when the next one joins after its lease', async () => {
    const { kim, lee, deliver, clock } = await openRoutes(db);
    await lee.say('join', { room: ROOM });
    clock.at += 120_000;
    expect(await kim.say('join', { room: ROOM })).toMatchObject({ present: ['kim'] });
    expect((await deliver()).map(([to, { memberId, event }]) => [to, memberId, event])).toEqual(
      expect.arrayContaining([['kim-1', 'lee', 'left']]),
    );
  });

  it('that quits is no member with any of its tabs', async () => {
    const { kim, user } = await openRoutes(db);
    const tab = user('kim-2');
    await tab.connect();
    for (const each of [kim, tab]) await each.say('join', { room: ROOM });
    await kim.say('leave', { room: ROOM, quit: true });
    expect(await tab.say('message', { room: ROOM, clientId: 'a', text: 'x' })).toMatchObject({
      code: 'NOT_MEMBER',
    });
  });
});
