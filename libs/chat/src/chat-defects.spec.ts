import { startTables } from '@hanok/testing';
import { afterAll, describe, expect, it } from '@jest/globals';
import { CHAT_TABLES, openChat } from './chat.fixture.ts';
import { openHandler, openRoutes } from './chat-routes.fixture.ts';
import { readHistory } from './index.ts';

const db = await startTables(CHAT_TABLES);
afterAll(db.stop);
const ROOM = 'lobby';
const say = (clientId: string, more = {}) => ({ room: ROOM, clientId, text: 'x', ...more });

/** kim and lee in the lobby, and park in another room. */
async function openRooms() {
  const chat = await openRoutes(db);
  const park = chat.user('park-1');
  await park.connect();
  for (const each of [chat.kim, chat.lee]) await each.say('join', { room: ROOM });
  await park.say('join', { room: 'other' });
  await chat.deliver();
  return { ...chat, park };
}

describe('defects of the two AWS samples that this chat does not have', () => {
  it('a message goes to the connections of its room, and to no others', async () => {
    const { kim, deliver } = await openRooms();
    await kim.say('message', say('a'));
    expect((await deliver()).map(([to]) => to)).toEqual(['kim-1', 'lee-1']);
  });

  it('a room of more connections than a page is read page by page, never by a scan of the table', async () => {
    const commands: string[] = [];
    const tables = await db.fresh();
    const client = db.connect();
    client.middlewareStack.add(
      (next, { commandName = '' }) =>
        (args) => {
          commands.push(commandName);
          return next(args);
        },
      { step: 'initialize' },
    );
    const { serveThrough, member, join, user, waiting } = openHandler(tables, { client });
    const names = Array.from({ length: 120 }, (_, index) => `u${index}`);
    for (const name of names) {
      await member(name);
      await join(name);
    }
    await user('u0-1').say('message', say('a'));
    const served: string[] = [];
    const serve = serveThrough((connectionId) => Promise.resolve(void served.push(connectionId)));
    for (const each of waiting) await serve(each);
    expect(served.toSorted()).toEqual(names.map((name) => `${name}-1`).toSorted());
    expect(commands.filter((name) => name === 'QueryCommand')).toHaveLength(2);
    expect(commands).not.toContain('ScanCommand');
  });

  it('a 410 removes the connection that is gone, not that of the sender, and it is removed when the work is done', async () => {
    const { kim, deliver, gone, connections, signal } = await openRooms();
    gone.add('lee-1');
    await kim.say('message', say('a'));
    await deliver();
    const { connections: left } = await connections.page(ROOM, { signal });
    expect(left.map(({ connectionId }) => connectionId)).toEqual(['kim-1']);
    expect(await kim.say('message', say('b'))).toMatchObject({ type: 'ack', seq: 2 });
  });

  it('who sends, when, and under which number is the word of the server, whatever the body says', async () => {
    const { kim, deliver, clock } = await openRooms();
    const forged = { senderId: 'lee', name: 'lee', userId: 'lee', connectionId: 'lee-1' };
    const body = say('a', {
      ...forged,
      sentAt: 1,
      sentTime: 1,
      timestamp: '1970',
      seq: 99,
      type: 'presence',
    });
    expect(await kim.say('message', body)).toMatchObject({ seq: 1, sentAt: clock.at });
    const message = { room: ROOM, seq: 1, senderId: 'kim', clientId: 'a', text: 'x', sentAt: clock.at };
    expect((await deliver()).map(([, frame]) => frame)).toEqual(
      Array(2).fill({ type: 'message', ...message }),
    );
  });

  it('a message to a room that the sender is not in is refused, though the body names the room', async () => {
    const { kim, waiting } = await openRooms();
    expect(await kim.say('message', say('a', { room: 'other' }))).toMatchObject({ code: 'NOT_MEMBER' });
    expect(waiting).toEqual([]);
  });

  it('history comes in pages of 50, however long it is', async () => {
    const chat = openChat(await db.fresh());
    await chat.member('kim');
    for (let index = 0; index < 51; index += 1) await chat.post({ clientId: `c${index}` });
    const page = await readHistory(chat)(ROOM, chat.signal);
    expect([page.messages.length, page.before]).toEqual([50, 2]);
  });

  it('two messages in one millisecond are two messages, and a clock that goes back overwrites none', async () => {
    const { kim, lee, clock } = await openRooms();
    await kim.say('message', say('a'));
    await lee.say('message', say('a'));
    clock.at -= 5;
    await kim.say('message', say('b'));
    const { messages } = await lee.say('join', { room: ROOM, after: 0 });
    expect(messages.map(({ seq, senderId }: { seq: number; senderId: string }) => [seq, senderId])).toEqual([
      [1, 'kim'],
      [2, 'lee'],
      [3, 'kim'],
    ]);
  });

  it('one of two tabs that closes does not mark the person as gone', async () => {
    const { kim, lee, user, deliver } = await openRooms();
    const tab = user('lee-2');
    await tab.connect();
    await tab.say('join', { room: ROOM });
    await deliver();
    await tab.disconnect();
    expect(await deliver()).toEqual([]);
    expect(await kim.say('join', { room: ROOM })).toMatchObject({ present: ['kim', 'lee'] });
    await lee.disconnect();
    expect((await deliver()).map(([, { event }]) => event)).toEqual(['left']);
  });

  it('the sender is told number and time, and the same message again is stored once', async () => {
    const { kim } = await openRooms();
    const ack = await kim.say('message', say('a'));
    expect(ack).toMatchObject({ type: 'ack', clientId: 'a', seq: 1 });
    expect(await kim.say('message', say('a'))).toEqual(ack);
    expect((await kim.say('join', { room: ROOM, after: 0 })).messages).toHaveLength(1);
  });

  it('an error tells the client a code and a reference, and neither stack, table nor event stands in frame or log', async () => {
    const { kim, lines, messages } = await openRooms();
    const secret = 'text that no log keeps';
    const stored = messages.view;
    Object.assign(messages, { view: () => Promise.reject(new Error('table ChatMessages at 10.0.0.1')) });
    const answer = await kim.say('message', say('a', { text: secret }));
    Object.assign(messages, { view: stored });
    expect(answer).toEqual({ type: 'error', code: 'INTERNAL', reference: expect.any(String) });
    expect(JSON.stringify(lines())).not.toContain(secret);
  });
});
