import { afterAll, expect, it } from '@jest/globals';
import { clientSettings, killAtEachStep, openVictim, SEED_NOTE, startTables } from '@hanok/testing';
import { CHAT_TABLES, openChat } from './chat.fixture.ts';
import type { Order } from './killed-sender.fixture.ts';

const db = await startTables(CHAT_TABLES);
const victim = await openVictim<Order, string>(new URL('./killed-sender.fixture.ts', import.meta.url));
afterAll(async () => {
  await victim.close();
  await db.stop();
});

it(`a process may be killed before any step: the message has one number, and no ghost outlives the lease (${SEED_NOTE})`, async () => {
  const seen = new Set<string>();
  const { points, killed } = await killAtEachStep(victim, async (run, point) => {
    const room = `room${point}`;
    const kind = await run({ settings: clientSettings(db.endpoint), room });
    if (kind !== undefined) expect(kind).toBe('stored');
    const chat = openChat(db);
    const isThere = (await chat.present(room)).includes(room);
    seen.add(`${isThere ? 'there' : '-'} ${await chat.messages.lastSeq(room, chat.signal)}`);
    // The client connects anew and sends again.
    await chat.connections.open(`${room}-2`, room, chat.now(), chat.signal);
    await chat.member(room, room);
    const again = await chat.post({ room, senderId: room, connectionId: `${room}-2` });
    expect(again.kind === 'stored' ? again.message.seq : again).toEqual(
      again.kind === 'stored' ? 1 : { kind: 'repeated', seq: 1, sentAt: chat.clock.at },
    );
    expect((await chat.history(room)).messages).toHaveLength(1);
    chat.clock.at += 120_000;
    expect(await chat.present(room)).toEqual([]);
    await chat.sweep(room);
    expect((await chat.connections.page(room, { signal: chat.signal })).connections).toEqual([]);
  });
  expect(killed).toBeGreaterThan(points / 2);
  expect([...seen]).toEqual(expect.arrayContaining(['- 0', 'there 0', 'there 1', '- 1']));
}, 120_000);
