import { afterAll, describe, expect, it } from '@jest/globals';
import { IS_DEEP, startTables } from '@hanok/testing';
import { CHAT_TABLES } from '../chat.fixture.ts';
import { named, openHandler, openRoutes, type Post } from '../chat-routes.fixture.ts';

const db = await startTables(CHAT_TABLES);
afterAll(db.stop);

const RECEIVERS = IS_DEEP ? 10_000 : 300;
const ROOM = 'lobby';
const message = (clientId = 'a') => ({ room: ROOM, clientId, text: 'x' });

/** A room with three people, of whom kim sends. */
async function openRoom() {
  const chat = await openRoutes(db);
  const park = chat.user('park-1');
  await park.connect();
  for (const each of [chat.kim, chat.lee, park]) await each.say('join', { room: ROOM });
  await chat.deliver();
  return chat;
}
const receivers = (got: readonly (readonly [string, unknown])[]) => got.map(([to]) => to).toSorted();

it(`${RECEIVERS} receivers in one room are served once each, at most 50 at a time, and each 410 removes its own rows only`, async () => {
  const tables = await db.fresh();
  const settings = { membersPerRoom: RECEIVERS };
  const { serveThrough, waiting, connections, signal, ...chat } = openHandler(tables, { settings });
  const names = Array.from({ length: RECEIVERS }, (_, index) => `u${String(index).padStart(5, '0')}`);
  const entering = names.values();
  const enter = async () => {
    for (const name of entering) {
      await chat.member(name);
      await chat.join(name);
    }
  };
  await Promise.all(Array.from({ length: 8 }, enter));
  // One of them is in another room, too.
  await chat.member('u00000', 'other');
  await chat.join('u00000', 1, 'other');
  const gone = new Set(names.filter((_, index) => index % 10 === 0).map((name) => `${name}-1`));
  const served: string[] = [];
  let [running, most] = [0, 0];
  const post: Post = async (connectionId) => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    if (gone.has(connectionId)) throw named('GoneException');
    served.push(connectionId);
  };
  const serve = serveThrough(post);
  const frame = JSON.stringify({ type: 'message' });
  await serve({ room: ROOM, frame, connectionIds: [], cursor: '', attempt: 0 });
  // What is handed on; the leaves are told later.
  for (const each of waiting) if (each.frame === frame) await serve(each);
  const ids = names.map((name) => `${name}-1`);
  expect(served.toSorted()).toEqual(ids.filter((id) => !gone.has(id)));
  expect(most).toBe(50);
  const left = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const page = await connections.page(ROOM, { ...(cursor && { cursor }), signal });
    left.push(...page.connections.map(({ connectionId }) => connectionId));
    cursor = page.next;
  }
  expect(left).toEqual(ids.filter((id) => !gone.has(id)));
  expect((await connections.page('other', { signal })).connections).toEqual([]);
  const leaves = waiting.filter((each) => each.frame !== frame).map((each) => JSON.parse(each.frame));
  expect(leaves.filter(({ room }) => room === ROOM)).toHaveLength(gone.size);
}, 600_000);

describe('a receiver that is throttled', () => {
  it('gets the frame later, once, and no other one gets it again', async () => {
    const { kim, deliver, throttled } = await openRoom();
    throttled.set('lee-1', 2);
    await kim.say('message', message());
    expect(receivers(await deliver())).toEqual(['kim-1', 'lee-1', 'park-1']);
  });

  it('is tried four times, one, two and three seconds apart, and is given up then, without the others', async () => {
    const { kim, deliver, throttled, waiting, lines } = await openRoom();
    throttled.set('lee-1', Infinity);
    const attempts: number[] = [];
    const { push } = waiting;
    waiting.push = (...added) => {
      attempts.push(...added.map(({ attempt }) => attempt));
      return push.apply(waiting, added);
    };
    await kim.say('message', message());
    expect(receivers(await deliver())).toEqual(['kim-1', 'park-1']);
    expect(attempts).toEqual([0, 1, 2, 3]);
    expect(lines()).toContainEqual(expect.objectContaining({ FramesFailed: 1 }));
    // It sees the missing number at the next message, and asks.
    throttled.clear();
    await kim.say('message', message('b'));
    expect((await deliver()).map(([, { seq }]) => seq)).toEqual([2, 2, 2]);
  });

  it('is one of 1,200 throttled ones, who come back in messages that the queue takes', async () => {
    const { serveThrough, waiting } = openHandler(await db.fresh());
    const connectionIds = Array.from({ length: 1200 }, (_, index) => `c${index}`);
    const serve = serveThrough(() => Promise.reject(named('LimitExceededException')));
    await serve({ room: ROOM, frame: '{}', connectionIds, cursor: null, attempt: 0 });
    expect(waiting.map((each) => each.connectionIds.length)).toEqual([500, 500, 200]);
    expect(waiting.flatMap((each) => each.connectionIds)).toEqual(connectionIds);
    for (const { cursor, attempt } of waiting) expect([cursor, attempt]).toEqual([null, 1]);
  });
});
