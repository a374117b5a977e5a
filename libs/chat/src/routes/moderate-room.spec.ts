import { startTables } from '@hanok/testing';
import { afterAll, describe, expect, it } from '@jest/globals';
import { CHAT_TABLES } from '../chat.fixture.ts';
import { openRoutes } from '../chat-routes.fixture.ts';

const db = await startTables(CHAT_TABLES);
afterAll(db.stop);

const ROOM = 'lobby';
const NOT_MODERATOR = { type: 'error', code: 'NOT_MODERATOR', field: 'room' };

/** A room that kim has made, with lee and park in it. */
async function openRoom(settings = {}) {
  const chat = await openRoutes(db, settings);
  const park = chat.user('park-1');
  await park.connect();
  for (const each of [chat.kim, chat.lee, park]) await each.say('join', { room: ROOM });
  await chat.deliver();
  const act = (by: typeof park, name: string, memberId: string, more = {}) =>
    by.say('moderate', { room: ROOM, memberId, act: name, ...more });
  const text = { room: ROOM, text: 'x' };
  return { ...chat, park, act, text };
}
const types = (got: readonly (readonly [string, Record<string, unknown>])[]) =>
  got.map(([to, { type, act, event }]) => [to, type, act ?? event]).toSorted();

describe('the member who made the room', () => {
  it('mutes a member for some seconds, who reads on, and ends the mute', async () => {
    const { kim, lee, act, text, clock, deliver } = await openRoom();
    const muted = { room: ROOM, memberId: 'lee', act: 'mute', by: 'kim', until: clock.at + 60_000 };
    expect(await act(kim, 'mute', 'lee', { seconds: 60 })).toEqual({ type: 'moderated', ...muted });
    expect((await deliver()).map(([, frame]) => frame)).toEqual(
      Array(3).fill({ type: 'moderated', ...muted }),
    );
    for (const route of ['message', 'typing'])
      expect(await lee.say(route, { ...text, clientId: 'a' })).toMatchObject({ code: 'MUTED' });
    expect(await lee.say('join', { room: ROOM, after: 0 })).toMatchObject({ type: 'joined' });
    expect(await act(kim, 'unmute', 'lee')).toMatchObject({ act: 'unmute' });
    expect(await lee.say('message', { ...text, clientId: 'a' })).toMatchObject({ seq: 1 });
    await act(kim, 'mute', 'lee', { seconds: 1 });
    clock.at += 1000;
    expect(await lee.say('message', { ...text, clientId: 'b' })).toMatchObject({ seq: 2 });
  });

  it('bans a member, who is put out of the room with every tab and told, gets nothing more and does not join', async () => {
    const { kim, lee, user, act, text, deliver } = await openRoom();
    const tab = user('lee-2');
    await tab.connect();
    await tab.say('join', { room: ROOM });
    await deliver();
    expect(await act(kim, 'ban', 'lee')).toMatchObject({ type: 'moderated', memberId: 'lee', by: 'kim' });
    const all = ['kim-1', 'lee-1', 'lee-2', 'park-1'];
    expect(types(await deliver())).toEqual(
      [
        ...all.map((to) => [to, 'moderated', 'ban']),
        ...['kim-1', 'park-1'].map((to) => [to, 'presence', 'left']),
      ].toSorted(),
    );
    await kim.say('message', { ...text, clientId: 'a' });
    expect((await deliver()).map(([to]) => to)).toEqual(['kim-1', 'park-1']);
    for (const each of [lee, tab])
      for (const [route, body] of [
        ['join', {}],
        ['message', { text: 'x', clientId: 'a' }],
        ['typing', {}],
        ['read', { seq: 0 }],
      ] as const)
        expect(await each.say(route, { room: ROOM, ...body })).toMatchObject({ code: 'BANNED' });
  });

  it('bans someone who never was there, and twice, and lets them in again', async () => {
    const { kim, user, act } = await openRoom();
    const choi = user('choi-1');
    await choi.connect();
    for (let times = 0; times < 2; times += 1)
      expect(await act(kim, 'ban', 'choi')).toMatchObject({ type: 'moderated', act: 'ban' });
    expect(await choi.say('join', { room: ROOM })).toMatchObject({ code: 'BANNED' });
    expect(await act(kim, 'unban', 'choi')).toMatchObject({ type: 'moderated', act: 'unban' });
    expect(await choi.say('join', { room: ROOM })).toMatchObject({ type: 'joined' });
  });

  it('is moderated by no one, not by a moderator nor by themselves, and is the owner after leaving too', async () => {
    const { kim, lee, act } = await openRoom();
    await act(kim, 'appoint', 'lee');
    for (const by of [kim, lee]) expect(await act(by, 'ban', 'kim')).toMatchObject(NOT_MODERATOR);
    await kim.say('leave', { room: ROOM, quit: true });
    expect(await act(kim, 'ban', 'park')).toMatchObject(NOT_MODERATOR);
    await kim.say('join', { room: ROOM });
    expect(await act(kim, 'ban', 'park')).toMatchObject({ type: 'moderated' });
  });
});

describe('a moderator', () => {
  it('mutes and bans members, and neither moderators nor the owner, and appoints no one', async () => {
    const { kim, lee, park, user, act } = await openRoom();
    const choi = user('choi-1');
    await choi.connect();
    await choi.say('join', { room: ROOM });
    expect(await act(lee, 'mute', 'choi', { seconds: 9 })).toMatchObject(NOT_MODERATOR);
    for (const name of ['lee', 'park']) await act(kim, 'appoint', name);
    expect(await act(lee, 'mute', 'choi', { seconds: 9 })).toMatchObject({ type: 'moderated' });
    expect(await act(park, 'ban', 'choi')).toMatchObject({ type: 'moderated' });
    expect(await act(lee, 'ban', 'park')).toMatchObject(NOT_MODERATOR);
    for (const name of ['appoint', 'dismiss'])
      expect(await act(lee, name, 'choi')).toMatchObject(NOT_MODERATOR);
  });

  it('is one no longer when dismissed or banned', async () => {
    const { kim, lee, park, act } = await openRoom();
    for (const name of ['lee', 'park']) await act(kim, 'appoint', name);
    await act(kim, 'dismiss', 'lee');
    expect(await act(lee, 'unban', 'choi')).toMatchObject(NOT_MODERATOR);
    await act(kim, 'ban', 'park');
    await act(kim, 'unban', 'park');
    await park.say('join', { room: ROOM });
    expect(await act(park, 'unban', 'choi')).toMatchObject(NOT_MODERATOR);
  });

  it('who is dismissed at the same time changes nothing after that', async () => {
    const { kim, lee, members, signal, act } = await openRoom();
    await act(kim, 'appoint', 'lee');
    const seen = await members.read(ROOM, 'lee', signal);
    const park = await members.read(ROOM, 'park', signal);
    await act(kim, 'dismiss', 'lee');
    const banned = { kind: 'changed', member: { ...park, standing: 'banned' } } as const;
    const write = { now: new Date(), membersPerRoom: 9, by: seen, signal };
    expect(await members.write(park, banned, write)).toEqual({ kind: 'contended' });
    expect((await members.read(ROOM, 'park', signal)).standing).toBe('member');
    expect(await act(lee, 'ban', 'park')).toMatchObject(NOT_MODERATOR);
  });

  it('is appointed among the members of the room', async () => {
    const { kim, act } = await openRoom();
    expect(await act(kim, 'appoint', 'choi')).toMatchObject({ code: 'NOT_MEMBER', field: 'memberId' });
  });
});

describe('moderation', () => {
  it('is refused for members, for people of other rooms, and the room is told nothing', async () => {
    const { lee, user, act, waiting } = await openRoom();
    const choi = user('choi-1');
    await choi.connect();
    await choi.say('join', { room: 'other' });
    waiting.length = 0;
    for (const by of [lee, choi])
      for (const [name, more] of [
        ['mute', { seconds: 1 }],
        ['unmute', {}],
        ['ban', {}],
        ['unban', {}],
      ] as const)
        expect(await act(by, name, 'park', more)).toMatchObject(NOT_MODERATOR);
    expect(waiting).toEqual([]);
  });

  it.each([
    ['act', { act: 'kill', memberId: 'lee' }],
    ['act', { memberId: 'lee' }],
    ['memberId', { act: 'ban' }],
    ['memberId', { act: 'ban', memberId: '$room' }],
    ['seconds', { act: 'mute', memberId: 'lee' }],
    ['seconds', { act: 'mute', memberId: 'lee', seconds: 0 }],
    ['seconds', { act: 'mute', memberId: 'lee', seconds: 31_536_001 }],
    ['seconds', { act: 'mute', memberId: 'lee', seconds: 1.5 }],
  ])('names the field %s of a body that has another shape', async (field, body) => {
    const { kim } = await openRoutes(db);
    expect(await kim.say('moderate', { room: ROOM, ...body })).toMatchObject({ code: 'INVALID', field });
  });

  it('takes from the rate of joins, so that no one fills a table with bans', async () => {
    const { kim, act } = await openRoom({ joinRate: { count: 3, seconds: 3 } });
    const codes = [];
    for (const name of ['a', 'b', 'c']) codes.push((await act(kim, 'ban', name)).code);
    expect(codes).toEqual([undefined, undefined, 'CONNECTION_TOO_FAST']);
  });
});
