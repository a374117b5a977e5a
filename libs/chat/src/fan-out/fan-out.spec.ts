import { afterAll, describe, expect, it } from '@jest/globals';
import { attributesOf } from '@hanok/tables';
import { runs, startTables } from '@hanok/testing';
import { CHAT_TABLES, openChat } from '../chat.fixture.ts';
import { CHAT_CONNECTION_TABLE, fanOut } from '../index.ts';
import type { Broadcast, FanOutWork } from './fan-out.ts';

const db = await startTables(CHAT_TABLES);
afterAll(db.stop);

const RECEIVERS = runs(10_000);
const idOf = (index: number) => `c${String(index).padStart(6, '0')}`;
const ALL: FanOutWork = { room: 'lobby', connectionIds: [], cursor: '' };
type Plan = { gone?: readonly string[]; throttled?: readonly string[]; unsent?: readonly string[] };

/** A room with `count` joined connections, and a broadcast that keeps whom it served. */
async function openRoom(count: number, plan: Plan = {}, pageSize = 100) {
  const tables = await db.fresh();
  const chat = openChat(tables);
  const { connections, end: endConnection, signal } = chat;
  const indexes = Array.from({ length: count }, (_, index) => index).values();
  const put = async () => {
    for (const index of indexes) {
      const item = { ConnectionId: idOf(index), Room: 'lobby', InRoom: 'lobby', UserId: `user${index}` };
      await tables.put(CHAT_CONNECTION_TABLE, attributesOf({ ...item, ExpiresAt: 2_000_000_000 }));
    }
  };
  await Promise.all(Array.from({ length: 20 }, put));
  const served: string[] = [];
  const sizes: number[] = [];
  const { gone = [], throttled = [] } = plan;
  let unsent = plan.unsent ?? [];
  const broadcast: Broadcast = async (ids) => {
    sizes.push(ids.length);
    const cut = ids.filter((id) => unsent.includes(id));
    unsent = unsent.filter((id) => !cut.includes(id));
    const left = ids.filter((id) => ![...gone, ...throttled, ...cut].includes(id));
    served.push(...left);
    const those = (list: readonly string[]) => ids.filter((id) => list.includes(id));
    return { sent: left.length, gone: those(gone), throttled: those(throttled), failed: [], unsent: cut };
  };
  const run = fanOut({ connections, endConnection, pageSize });
  const serve = (work: FanOutWork, hasTime = () => true) => run(work, { broadcast, hasTime, signal });
  return { ...chat, tables, served, sizes, serve };
}
const everyone = (count: number) => Array.from({ length: count }, (_, index) => idOf(index));

describe('a message to a room', () => {
  it(`of ${RECEIVERS} connections is sent to each once, in pages, over invocations that hand on their cursor`, async () => {
    const { serve, served, sizes } = await openRoom(RECEIVERS);
    let sent = 0;
    let invocations = 0;
    for (let work: FanOutWork | undefined = ALL; work; invocations += 1) {
      let pages = 1;
      // As from a queue.
      const outcome = await serve(JSON.parse(JSON.stringify(work)), () => (pages += 1) <= 3);
      sent += outcome.sent;
      work = outcome.rest;
    }
    expect(served).toEqual(everyone(RECEIVERS));
    expect(sent).toBe(RECEIVERS);
    expect(Math.max(...sizes)).toBe(100);
    expect(invocations).toBeGreaterThanOrEqual(RECEIVERS / 300);
  }, 120_000);

  it('comes one page forward in an invocation that has no time left', async () => {
    const { serve, served } = await openRoom(5, {}, 2);
    const { rest } = await serve(ALL, () => false);
    expect([served, rest]).toEqual([everyone(2), { room: 'lobby', connectionIds: [], cursor: idOf(1) }]);
  });

  it('hands on whom the deadline has cut off, with the cursor behind their page', async () => {
    const { serve, served } = await openRoom(6, { unsent: [idOf(2)] }, 4);
    const { rest } = await serve(ALL);
    expect(rest).toEqual({ room: 'lobby', connectionIds: [idOf(2)], cursor: idOf(3) });
    expect((await serve(rest ?? ALL)).rest).toBeUndefined();
    expect(served.toSorted()).toEqual(everyone(6));
  });

  it('answers the throttled ones, which another work serves alone', async () => {
    const { serve, served } = await openRoom(4, { throttled: [idOf(1)] });
    const { throttled, sent, rest } = await serve(ALL);
    expect([throttled, sent, rest]).toEqual([[idOf(1)], 3, undefined]);
    await serve({ room: 'lobby', connectionIds: throttled, cursor: null });
    expect(served).toEqual([idOf(0), idOf(2), idOf(3)]);
  });

  it('of a room that is empty is sent to no one', async () => {
    const { serve } = await openRoom(0);
    expect(await serve(ALL)).toEqual({ sent: 0, leaves: [], throttled: [], failed: [], rest: undefined });
  });
});

describe('a connection that is gone', () => {
  it('is removed, from all its rooms, and no other one: not that of the sender, nor another of the person', async () => {
    const gone = ['kim-1', 'lee-1'];
    const { serve, served, ...chat } = await openRoom(30, { gone });
    const { connections, signal } = chat;
    for (const memberId of ['kim', 'lee', 'park']) {
      for (const room of ['lobby', 'other']) {
        await chat.member(memberId, room);
        await chat.join(memberId, 1, room);
      }
    }
    await connections.open('kim-2', 'kim', chat.now(), signal);
    await chat.join('kim', 2);
    const { leaves, failed } = await serve(ALL);
    // kim is still in the lobby by the other connection.
    const byName = leaves.map(({ room, memberId }) => `${room} ${memberId}`);
    expect(byName.toSorted()).toEqual(['lobby lee', 'other kim', 'other lee']);
    expect(failed).toEqual([]);
    expect(served).toEqual([...everyone(30), 'kim-2', 'park-1']);
    const left = async (room: string) =>
      (await connections.page(room, { signal })).connections.map(({ connectionId }) => connectionId);
    expect(await left('lobby')).toEqual([...everyone(30), 'kim-2', 'park-1']);
    expect(await left('other')).toEqual(['park-1']);
    expect([await chat.present(), await chat.present('other')]).toEqual([['kim', 'park'], ['park']]);
  });

  it('and cannot be removed keeps no other one from being served', async () => {
    const { connections, signal } = await openRoom(3);
    const error = new Error('no');
    const run = fanOut({ connections, endConnection: () => Promise.reject(error) });
    const broadcast: Broadcast = async (ids) => ({
      ...{ sent: ids.length - 1, gone: ids.slice(0, 1), throttled: [], failed: [], unsent: [] },
    });
    const outcome = await run(ALL, { broadcast, hasTime: () => true, signal });
    expect(outcome).toMatchObject({ sent: 2, failed: [{ connectionId: idOf(0), error }], rest: undefined });
  });
});
