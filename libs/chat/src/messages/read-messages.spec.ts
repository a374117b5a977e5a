import { afterAll, expect, it } from '@jest/globals';
import { startTables } from '@hanok/testing';
import { CHAT_TABLES, openChat } from '../chat.fixture.ts';
import { CHAT_MESSAGE_TABLE } from '../index.ts';

const db = await startTables(CHAT_TABLES);
afterAll(db.stop);

/** A room with messages 1 to `count`, one second apart, each kept for 100 s. */
async function roomOf(count: number) {
  const tables = await db.fresh();
  const chat = openChat(tables, { settings: { keptSeconds: 100 } });
  await chat.member('kim');
  for (let seq = 1; seq <= count; seq += 1) {
    await chat.post({ clientId: `c${seq}` });
    chat.clock.at += 1000;
  }
  return { ...chat, tables };
}
const numbers = (messages: readonly { seq: number }[]) => messages.map(({ seq }) => seq);

it('answers the history in pages of 4, back from the newest message to the first', async () => {
  const { history } = await roomOf(9);
  const newest = await history();
  expect([numbers(newest.messages), newest.before]).toEqual([[6, 7, 8, 9], 6]);
  const older = await history('lobby', newest.before);
  expect([numbers(older.messages), older.before]).toEqual([[2, 3, 4, 5], 2]);
  const oldest = await history('lobby', older.before);
  expect([numbers(oldest.messages), oldest.before]).toEqual([[1], undefined]);
  expect(await history('nothing')).toEqual({ messages: [] });
});

it('answers what was missed without a gap, and says whether that is all', async () => {
  const { missed } = await roomOf(9);
  const first = await missed(3);
  expect(first).toMatchObject({ kind: 'missed', isComplete: false });
  expect('messages' in first && numbers(first.messages)).toEqual([4, 5, 6, 7]);
  const rest = await missed(7);
  expect(rest).toMatchObject({ kind: 'missed', isComplete: true });
  expect('messages' in rest && numbers(rest.messages)).toEqual([8, 9]);
  expect(await missed(9)).toEqual({ kind: 'missed', messages: [], isComplete: true });
});

it('says that there is a gap when messages have expired, whether DynamoDB has removed them or not', async () => {
  const { missed, clock, history, tables } = await roomOf(5);
  clock.at = 1_800_000_000_000 + 102_000;
  // 1 to 3 have expired and still stand there.
  expect(await tables.items(CHAT_MESSAGE_TABLE)).toHaveLength(6);
  expect(await missed(2)).toEqual({ kind: 'gap', after: 2, lastSeq: 5 });
  expect(await missed(3)).toMatchObject({ kind: 'missed', isComplete: true });
  expect(numbers((await history()).messages)).toEqual([4, 5]);
  clock.at += 3600_000;
  expect(await missed(4)).toEqual({ kind: 'gap', after: 4, lastSeq: 5 });
  expect(await missed(5)).toEqual({ kind: 'missed', messages: [], isComplete: true });
});

it('says that there is a gap after a number that the room has not given', async () => {
  const { missed } = await roomOf(2);
  expect(await missed(3)).toEqual({ kind: 'gap', after: 3, lastSeq: 2 });
});

it('goes on with the numbers of a room whose messages have all expired, 30 days later', async () => {
  const chat = openChat(await db.fresh());
  await chat.member('kim');
  await chat.post({ clientId: 'a' });
  chat.clock.at += 30 * 86_400_000 - 1000;
  expect((await chat.history()).messages).toHaveLength(1);
  chat.clock.at += 1000;
  expect((await chat.history()).messages).toEqual([]);
  expect(await chat.post({ clientId: 'b' })).toMatchObject({ message: { seq: 2 } });
});
