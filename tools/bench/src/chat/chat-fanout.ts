import { fanOut } from '@hanok/chat';
import { broadcast, type PostToConnection } from '@hanok/lambda';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave, timed } from '../harness/interleave.ts';
import { median, pairedRatio } from '../harness/median.ts';
import { requireEqual } from '../harness/wrong-outcome.ts';
import { type Rooms, startRooms } from './chat-rooms.ts';
import { roomMessages } from './room-messages.ts';
import { startConnections } from './start-connections.ts';

const ROUNDS = 5;
const FRAME = JSON.stringify({
  type: 'message',
  room: 'r',
  seq: 1,
  senderId: 'sub:1',
  text: 'hello '.repeat(20),
});
/** Of one item: AWS lets no more than 1,000 write units a second into it, and a transaction takes two for a write. */
const HEAD_LIMIT = 1_000 / 2;

/** One message to all receivers of a room, and the messages that one room takes. */
export const chatFanOut: Benchmark = {
  name: 'chat-fanout',
  title:
    'a message to rooms of 100, 1,000 and 10,000 receivers at 10 ms a post, against one post after another and all at once; messages of one room and of ten',
  bounds: [
    { figure: 'one post after another / ours', atLeast: 5 },
    { figure: '10,000 receivers / 1,000 receivers', atMost: 15 },
    { figure: 'posts at once, ours', atMost: 50 },
  ],
  run: async ({ scaled, say }) => {
    await using parts = new AsyncDisposableStack();
    const rooms = await startRooms();
    parts.defer(rooms.stop);
    const connections = await startConnections();
    parts.defer(connections.stop);
    const [few, some, many] = [scaled(100), scaled(1_000), scaled(10_000)];
    for (const count of [few, some, many]) await rooms.fill(`room of ${count}`, count);
    say(`${few + some + many} connections are in their rooms`);
    const peaks = new Map<string, number>();
    const contender = (name: string, count: number, send: Send) => async () => {
      const ms = await timed(() => send(rooms, `room of ${count}`));
      const { connections: served, posts, atOnce } = await connections.served();
      requireEqual(`The receivers of ${name}`, [served, posts], [count, count]);
      peaks.set(name, Math.max(peaks.get(name) ?? 0, atOnce));
      return ms;
    };
    const ours = inPages(connections.post);
    const samples = await interleave(
      {
        'ours, 1,000 receivers': contender('ours', some, ours),
        'one post after another, 1,000': contender('one by one', some, oneByOne(connections.post)),
        'all at once, 1,000': contender('all at once', some, allAtOnce(connections.postUnbounded)),
        'ours, 100 receivers': contender('ours', few, ours),
        'ours, 10,000 receivers': contender('ours', many, ours),
      },
      { rounds: ROUNDS },
    );
    const each = scaled(50);
    const one = await roomMessages(rooms, 'one', 1, each);
    const ten = await roomMessages(rooms, 'ten', 10, each);
    const rates = await interleave({ 'one room': one.run, 'ten rooms': ten.run }, { rounds: ROUNDS });
    await one.check();
    await ten.check();
    const thousand = samples['ours, 1,000 receivers'];
    return {
      races: [
        { title: 'one message to a room', unit: 'ms', samples },
        { title: 'ten senders at once', unit: 'messages/s', samples: rates },
      ],
      figures: {
        'one post after another / ours': pairedRatio(samples['one post after another, 1,000'], thousand),
        'all at once / ours': pairedRatio(samples['all at once, 1,000'], thousand),
        '1,000 receivers / 100 receivers': pairedRatio(thousand, samples['ours, 100 receivers']),
        '10,000 receivers / 1,000 receivers': pairedRatio(samples['ours, 10,000 receivers'], thousand),
        'posts at once, ours': peaks.get('ours') ?? 0,
        'posts at once, all at once': peaks.get('all at once') ?? 0,
        'messages per second of one room': median(rates['one room']),
        'ten rooms / one room': pairedRatio(rates['ten rooms'], rates['one room']),
        'transactions of a message, one room': one.attempts(),
        'transactions of a message, ten rooms': ten.attempts(),
        'limit of one item on paper, messages per second': HEAD_LIMIT,
        'the same at that many transactions a message': HEAD_LIMIT / one.attempts(),
      },
      counts: { rounds: ROUNDS, few, some, many, messagesPerSender: each },
    };
  },
};

type Send = (rooms: Rooms, room: string) => Promise<void>;

/** As `chat-fanout` does. */
function inPages(post: PostToConnection): Send {
  return async ({ connections, signal }, room) => {
    const run = fanOut({ connections, endConnection: () => Promise.resolve([]) });
    const send = (connectionIds: readonly string[], aborted: AbortSignal) =>
      broadcast({ post, connectionIds, payload: FRAME, signal: aborted });
    const call = { broadcast: send, hasTime: () => true, signal };
    await run({ room, connectionIds: [], cursor: '' }, call);
  };
}

function oneByOne(post: PostToConnection): Send {
  return async (rooms, room) => {
    for (const id of await idsOf(rooms, room)) await post(id, Buffer.from(FRAME), rooms.signal);
  };
}

function allAtOnce(post: PostToConnection): Send {
  return async (rooms, room) => {
    const ids = await idsOf(rooms, room);
    await Promise.all(ids.map((id) => post(id, Buffer.from(FRAME), rooms.signal)));
  };
}

async function idsOf({ connections, signal }: Rooms, room: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await connections.page(room, { cursor, limit: 1_000, signal });
    ids.push(...page.connections.map(({ connectionId }) => connectionId));
    cursor = page.next;
  } while (cursor !== undefined);
  return ids;
}
