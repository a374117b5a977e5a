import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { type ChatStack, startChat, talk } from './chat-stack.fixture.ts';

const LOST = { service: 'execute-api', operation: '$disconnect', rate: 1, kind: 'dropDisconnect' } as const;

type User = Awaited<ReturnType<ChatStack['signUp']>>;
let stack: ChatStack;
let kim: User;
let lee: User;
beforeAll(async () => {
  // The first connection that ends runs no $disconnect.
  stack = await startChat({ faults: [{ ...LOST, times: 1 }] });
  [kim, lee] = await Promise.all([stack.signUp('kim'), stack.signUp('lee')]);
});
afterAll(() => stack.stop());

const join = (room: string, more: object = {}) => ({ action: 'join', room, ...more });
const say = (room: string, clientId: string, text: string) => ({ action: 'message', room, clientId, text });

/** What two minutes do to the lease of a member. */
async function passLease(room: string, { memberId }: User): Promise<void> {
  const update = new UpdateItemCommand({
    TableName: 'ChatMembers',
    Key: { Room: { S: room }, MemberId: { S: memberId } },
    UpdateExpression: 'SET Leases = :leases, Revision = Revision + :one',
    ExpressionAttributeValues: { ':leases': { M: { gone: { N: '1' } } }, ':one': { N: '1' } },
  });
  await stack.clients.dynamodb.send(update);
}

describe('the stack Chat', () => {
  it('ends the presence of a lost $disconnect with the lease, and tells the room', async () => {
    const room = 'lost';
    const [ofKim, ofLee] = [await stack.connect(kim), await stack.connect(lee)];
    await ofLee.ask(join(room), { type: 'joined' });
    const there = await ofKim.ask(join(room), { type: 'joined' });
    expect(there['present']).toEqual([kim.memberId, lee.memberId].sort());
    await ofLee.heard({ type: 'presence', memberId: kim.memberId, event: 'entered' });
    // A post that is still on its way to lee would tell that the connection has gone.
    await stack.idle();
    ofLee.socket.terminate();
    await eventually(() =>
      expect(stack.notices).toContain('chaos: dropDisconnect of a connection that ended'),
    );
    const still = await ofKim.ask(join(room), { type: 'joined' });
    expect(still['present']).toEqual(there['present']);
    await passLease(room, lee);
    const alone = await ofKim.ask(join(room), { type: 'joined' });
    expect(alone['present']).toEqual([kim.memberId]);
    await ofKim.heard({ type: 'presence', memberId: lee.memberId, event: 'left' });
    ofKim.socket.close();
  });

  it('gives a signed-in user a ticket for one connection', async () => {
    expect((await fetch(stack.ticketUrl, { method: 'POST' })).status).toBe(401);
    const address = `${stack.chatUrl}?ticket=${await stack.ticketFor(kim.idToken)}`;
    const first = await talk(address);
    await expect(talk(address)).rejects.toThrow('Unexpected server response: 403');
    await expect(talk(stack.chatUrl)).rejects.toThrow('Unexpected server response: 403');
    const withToken = await talk(stack.chatUrl, { headers: { Authorization: lee.idToken } });
    for (const { socket } of [first, withToken]) socket.close();
  });

  it('numbers the messages of two users 1..n for both, acknowledges, relays, counts and says who is there', async () => {
    const room = '방 🙂';
    const [ofKim, ofLee] = [await stack.connect(kim), await stack.connect(lee)];
    await ofKim.ask(join(room), { type: 'joined', room });
    await ofLee.ask(join(room), { type: 'joined', room });
    await ofKim.heard({ type: 'presence', memberId: lee.memberId, event: 'entered' });
    const texts = ['안녕', 'hello', '🙂', '"quoted"', 'last'];
    texts.forEach((text, at) =>
      (at % 2 ? ofLee : ofKim).send({ ...say(room, `c${at}`, text), senderId: 'forged' }),
    );
    const all = [1, 2, 3, 4, 5];
    await eventually(() => expect([ofKim.numbers(room), ofLee.numbers(room)]).toEqual([all, all]));
    const acked = await ofKim.heard({ type: 'ack', clientId: 'c0' });
    const seen = ofLee.frames.find(({ type, seq }) => type === 'message' && seq === acked.seq);
    expect(seen).toMatchObject({ text: '안녕', senderId: kim.memberId, sentAt: acked['sentAt'] });
    // The same message again has the same number, and is no sixth one.
    const again = await ofKim.ask(say(room, 'c0', '안녕'), { type: 'ack', clientId: 'c0' });
    expect(again).toMatchObject({ seq: acked.seq, sentAt: acked['sentAt'] });

    ofLee.send({ action: 'typing', room });
    await ofKim.heard({ type: 'typing', memberId: lee.memberId });
    expect(await ofLee.ask({ action: 'read', room, seq: 3 }, { type: 'read' })).toMatchObject({ unread: 2 });
    await ofLee.ask({ action: 'leave', room }, { type: 'left', room });
    await ofKim.heard({ type: 'presence', memberId: lee.memberId, event: 'left' });
    const { present, messages } = await ofKim.ask(join(room), { type: 'joined' });
    expect(present).toEqual([kim.memberId]);
    expect(messages?.map(({ text }) => text).sort()).toEqual(texts.toSorted());
    for (const { socket } of [ofKim, ofLee]) socket.close();
  });

  it('gives who comes back what was missed after a number', async () => {
    const room = 'resumed';
    const [ofKim, before] = [await stack.connect(kim), await stack.connect(lee)];
    await ofKim.ask(join(room), { type: 'joined' });
    await before.ask(join(room), { type: 'joined' });
    await ofKim.ask(say(room, 'a', 'one'), { type: 'ack', seq: 1 });
    await before.heard({ type: 'message', seq: 1 });
    before.socket.close();
    await ofKim.heard({ type: 'presence', memberId: lee.memberId, event: 'left' });
    await ofKim.ask(say(room, 'b', 'two'), { type: 'ack', seq: 2 });
    await ofKim.ask(say(room, 'c', 'three'), { type: 'ack', seq: 3 });
    const after = await stack.connect(lee);
    const joined = await after.ask(join(room, { after: 1 }), { type: 'joined' });
    expect(joined).toMatchObject({ isComplete: true });
    expect(joined.messages?.map(({ text }) => text)).toEqual(['two', 'three']);
    await ofKim.heard({ type: 'presence', memberId: lee.memberId, event: 'entered' });
    for (const { socket } of [ofKim, after]) socket.close();
  });

  it('closes every connection with 1001 when it stops', async () => {
    const talkers = [await stack.connect(kim), await stack.connect(lee)];
    const closed = Promise.all(talkers.map((each) => each.closed));
    await stack.stop();
    expect(await closed).toEqual([
      [1001, 'Going away'],
      [1001, 'Going away'],
    ]);
  });
});
