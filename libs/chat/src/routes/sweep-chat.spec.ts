import { recordLines } from '@hanok/lambda/testing';
import { startTables } from '@hanok/testing';
import { afterAll, expect, it } from '@jest/globals';
import { CHAT_TABLES, openChat } from '../chat.fixture.ts';
import { openRoutes } from '../chat-routes.fixture.ts';
import { CHAT_MEMBER_TABLE, sweepChat, sweepLeases } from '../index.ts';

const db = await startTables(CHAT_TABLES);
afterAll(db.stop);
const LEASE_MS = 120_000;

it('tells every room once who has left without $disconnect, however many sweeps run at once', async () => {
  const { kim, lee, sweepAll, deliver, clock, waiting } = await openRoutes(db);
  for (const room of ['lobby', '방', 'other']) await lee.say('join', { room });
  clock.at += LEASE_MS - 1;
  for (const room of ['lobby', '방']) await kim.say('join', { room });
  await deliver();
  expect(await sweepAll()).toEqual({ left: 0, failed: 0 });
  expect(waiting).toEqual([]);
  clock.at += 1;
  const sweeps = await Promise.all([sweepAll(), sweepAll(), sweepAll()]);
  expect(sweeps.reduce((sum, { left }) => sum + left, 0)).toBe(3);
  const left = (await deliver()).map(([to, { type, room, memberId, event }]) => [
    to,
    type,
    room,
    memberId,
    event,
  ]);
  expect(left.toSorted()).toEqual(
    ['lobby', '방'].map((room) => ['kim-1', 'presence', room, 'lee', 'left']).toSorted(),
  );
  expect(await sweepAll()).toEqual({ left: 0, failed: 0 });
});

it('leaves a person who has another tab, and ends the tab that is over', async () => {
  const { lee, user, sweepAll, clock, connections, signal } = await openRoutes(db);
  const tab = user('lee-2');
  await tab.connect();
  await lee.say('join', { room: 'lobby' });
  clock.at += LEASE_MS / 2;
  await tab.say('join', { room: 'lobby' });
  clock.at += LEASE_MS / 2;
  expect(await sweepAll()).toEqual({ left: 0, failed: 0 });
  const { connections: joined } = await connections.page('lobby', { signal });
  expect(joined.map(({ connectionId }) => connectionId)).toEqual(['lee-2']);
});

it('goes on after a lease that cannot be ended, which the next sweep finds again', async () => {
  const tables = await db.fresh();
  const { member, join, clock, members, change, now, signal } = openChat(tables);
  for (const name of ['kim', 'lee', 'park']) {
    await member(name);
    await join(name);
  }
  clock.at += LEASE_MS;
  const { log, metrics, lines } = recordLines();
  const told: string[] = [];
  const fanOut = async ({ frame }: { frame: string }) => void told.push(JSON.parse(frame).memberId);
  const failing: typeof change = (at, ...rest) =>
    at.memberId === 'lee' ? Promise.reject(new Error('no')) : change(at, ...rest);
  const run = (by: typeof change) =>
    sweepChat({ sweep: sweepLeases({ members, change: by, now }), fanOut, log, metrics, now })({}, signal);
  expect(await run(failing)).toEqual({ left: 2, failed: 1 });
  expect(lines()).toContainEqual(expect.objectContaining({ message: 'lease not ended' }));
  expect(await run(change)).toEqual({ left: 1, failed: 0 });
  expect(told.toSorted()).toEqual(['kim', 'lee', 'park']);
  expect((await tables.items(CHAT_MEMBER_TABLE)).filter(({ LeaseEnds }) => LeaseEnds)).toEqual([]);
});

it('stops in time, and the next one goes on', async () => {
  const { member, join, clock, members, change, signal } = openChat(await db.fresh());
  for (const name of ['kim', 'lee']) {
    await member(name);
    await join(name);
  }
  const { log, metrics } = recordLines();
  const until = { at: clock.at + LEASE_MS };
  const now = () => new Date(until.at);
  // Each end of a lease takes 40 s.
  const slow: typeof change = async (...call) => {
    clock.at = until.at;
    until.at += 40_000;
    return change(...call);
  };
  const fanOut = () => Promise.resolve();
  const run = sweepChat({ sweep: sweepLeases({ members, change: slow, now }), fanOut, log, metrics, now });
  expect(await run({}, signal)).toEqual({ left: 1, failed: 0 });
  expect(await run({}, signal)).toEqual({ left: 1, failed: 0 });
});
