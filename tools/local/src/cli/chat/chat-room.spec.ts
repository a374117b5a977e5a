import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ChatAnswer } from './chat-frame.ts';
import { createChatInbox } from './chat-inbox.ts';
import { type ChatEvent, createChatRoom, JoinRefusedError } from './chat-room.ts';
import { type ChatSocket, ConnectionLostError } from './chat-socket.ts';

const ROOM = 'lobby';
const message = (seq: number) => ({ seq, senderId: 'sub:1', text: `text ${seq}`, sentAt: 1_800_000_000_000 });
const joined = (change: object): ChatAnswer => ({
  ...{ type: 'joined', room: ROOM, lastRead: 0, messages: [], ...change },
});

/** A connection that answers by a function, and keeps what it was asked. */
function connection(answer: (request: Parameters<ChatSocket['ask']>[0]) => ChatAnswer) {
  const asked: object[] = [];
  const socket: ChatSocket = {
    ask: async (request) => {
      asked.push(request);
      return answer(request);
    },
    tell: (request) => void asked.push(request),
    ended: new Promise(() => undefined),
    close: () => undefined,
  };
  return { socket, asked };
}

function openRoom(after?: number) {
  const shown: ChatEvent[] = [];
  const room = createChatRoom({
    ...{ room: ROOM, show: (event) => void shown.push(event), ...(after !== undefined && { after }) },
  });
  const seqs = () => shown.flatMap((event) => (event.kind === 'message' ? [event.message.seq] : []));
  return { ...room, shown, seqs };
}

describe('the messages of a room', () => {
  it('are shown once each, in their order, whatever order they come in and however often', () => {
    const deliveries = fc
      .integer({ min: 1, max: 30 })
      .chain((count) =>
        fc.tuple(
          fc.constant(count),
          fc.shuffledSubarray([...Array(count * 2).keys()], { minLength: count * 2 }),
        ),
      );
    fc.assert(
      fc.property(deliveries, fc.nat(60), ([count, order], begun) => {
        const shown: number[] = [];
        const inbox = createChatInbox(({ seq }) => void shown.push(seq));
        order.forEach((each, index) => {
          if (index === begun % order.length) inbox.beginAt(0);
          inbox.add(message((each % count) + 1));
        });
        expect(shown).toEqual(Array.from({ length: count }, (_, index) => index + 1));
        expect(inbox.isMissing()).toBe(false);
      }),
    );
  });

  it('that are missing are asked for until all are there', async () => {
    const { join, work, happened, seqs } = openRoom(3);
    const { socket, asked } = connection((request) => {
      if (request.action !== 'join') return { type: 'read', lastRead: 7, unread: 0 };
      if (request.after === 3) return joined({ isComplete: true });
      if (request.after === 4) return joined({ messages: [message(5)], isComplete: false });
      return joined({ messages: [message(6)], isComplete: true });
    });
    await join(socket);
    happened({ type: 'message', room: ROOM, ...message(7) });
    happened({ type: 'message', room: ROOM, ...message(4) });
    happened({ type: 'message', room: 'other', ...message(5) });
    expect(seqs()).toEqual([4]);
    expect(await work(socket)).toBe(false);
    expect(seqs()).toEqual([4, 5, 6, 7]);
    expect(asked.at(-1)).toEqual({ action: 'read', room: ROOM, seq: 7 });
  });

  it('that have expired are told as a gap, and those that are kept come after it', async () => {
    const { join, shown, seqs, last } = openRoom(3);
    const { socket } = connection((request) =>
      request.action === 'join' && request.after !== undefined
        ? joined({ gap: true, lastSeq: 41 })
        : joined({ messages: [message(40), message(41)], before: 40 }),
    );
    await join(socket);
    expect(shown[0]).toEqual({ kind: 'gap', after: 3, lastSeq: 41 });
    expect([seqs(), last()]).toEqual([[40, 41], 41]);
  });

  it('that have all expired leave the client at the last number', async () => {
    const { join, last } = openRoom(3);
    const { socket } = connection((request) =>
      joined(request.action === 'join' && request.after !== undefined ? { gap: true, lastSeq: 41 } : {}),
    );
    await join(socket);
    expect(last()).toBe(41);
  });
});

describe('what is said', () => {
  it('goes under the same id until it has its number, over refusals that pass and over connections', async () => {
    const { join, say, work, shown } = openRoom(0);
    const answers: (ChatAnswer | 'lost')[] = [
      { type: 'error', code: 'UNAVAILABLE' },
      'lost',
      { type: 'ack', clientId: 'a', seq: 1, sentAt: 1 },
    ];
    const { socket, asked } = connection((request) => {
      if (request.action === 'join') return joined({ isComplete: true });
      const answer = answers.shift() ?? 'lost';
      if (answer === 'lost') throw new ConnectionLostError(1006);
      return answer;
    });
    await join(socket);
    say('hello', 'a');
    await expect(work(socket)).rejects.toBeInstanceOf(ConnectionLostError);
    expect(await work(socket)).toBe(false);
    const sent = { action: 'message', room: ROOM, clientId: 'a', text: 'hello' };
    expect(asked.slice(1)).toEqual([sent, sent, sent]);
    expect(shown).toEqual([{ kind: 'acknowledged', clientId: 'a', seq: 1 }]);
  });

  it('is told as not sent when it is refused, and what follows is sent', async () => {
    const { join, say, work, leave, shown } = openRoom(0);
    const { socket, asked } = connection((request) => {
      if (request.action === 'join') return joined({ isComplete: true });
      if (request.action === 'leave') return { type: 'left' };
      if (request.action === 'message' && request.clientId === 'b')
        return { type: 'ack', clientId: 'b', seq: 1, sentAt: 1 };
      return { type: 'error', code: 'TOO_LONG' };
    });
    await join(socket);
    say('long', 'a');
    say('short', 'b');
    leave('when sent');
    expect(await work(socket)).toBe(true);
    expect(shown).toEqual([
      { kind: 'refused', text: 'long', code: 'TOO_LONG' },
      { kind: 'acknowledged', clientId: 'b', seq: 1 },
    ]);
    expect(asked.at(-1)).toEqual({ action: 'leave', room: ROOM });
  });

  it('is sent once the client is in the room again, when its lease had ended', async () => {
    const { join, say, work, shown } = openRoom(0);
    let joins = 0;
    const { socket } = connection((request) => {
      if (request.action === 'join') joins += 1;
      if (request.action === 'join') return joined({ isComplete: true });
      return joins < 2
        ? { type: 'error', code: 'NOT_MEMBER' }
        : { type: 'ack', clientId: 'a', seq: 9, sentAt: 1 };
    });
    await join(socket);
    say('hello', 'a');
    await work(socket);
    expect(shown).toEqual([{ kind: 'acknowledged', clientId: 'a', seq: 9 }]);
  });
});

it('a room that lets the client in no more ends it', async () => {
  const { socket } = connection(() => ({ type: 'error', code: 'BANNED' }));
  await expect(openRoom().join(socket)).rejects.toEqual(
    new JoinRefusedError('The room lobby is refused: BANNED'),
  );
});
