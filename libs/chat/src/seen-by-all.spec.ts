import { isDeepStrictEqual } from 'node:util';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { IS_DEEP, runs, SEED, SEED_NOTE, seededRandom, seeds, startTables } from '@hanok/testing';
import { CHAT_TABLES } from './chat.fixture.ts';
import { named, openHandler } from './chat-routes.fixture.ts';
import { workInMemory } from './memory-engine.fixture.ts';

const RUNS = 100;
const NAMES = ['kim', 'lee', 'park', 'choi', 'jung'];
const MESSAGES_EACH = IS_DEEP ? 200 : 2;
const ROOM_MESSAGES = NAMES.length * MESSAGES_EACH;
/** Messages that a client sends before the first of them is acknowledged. */
const WINDOW = 4;
/** Frames after a missing number that a client waits through before it asks. */
const MOST_AHEAD = 16;
/** Invocations that run at the same time. */
const WORKERS = 6;

const db = await startTables(CHAT_TABLES);
afterAll(db.stop);
let random = seededRandom(0);
const faults = { refused: 0, lost: 0 };
/** The quick run is on the real engine, and so is the first of a deep one, whose million requests are for this process. */
const connect = (seed: number) =>
  failingClient(
    IS_DEEP && seed !== SEED ? workInMemory(db.connect(), CHAT_TABLES) : db.connect({ maxAttempts: 1 }),
  );

const messageFrame = z.object({
  seq: z.number(),
  senderId: z.string(),
  clientId: z.string(),
  text: z.string(),
  sentAt: z.number(),
});
type Message = z.infer<typeof messageFrame>;
type Frame = Record<string, unknown> & { type: string; code?: string };

/** What API Gateway and SQS do: each invocation runs one to three times, in any order, several at once. */
function openInvocations() {
  const waiting: (() => Promise<void>)[] = [];
  const invoke = (run: () => Promise<void>) => {
    for (let times = random.between(1, 3); times > 0; times -= 1) waiting.push(run);
  };
  const work = async () => {
    while (waiting.length > 0) {
      const [next] = waiting.splice(random.below(waiting.length), 1);
      await next?.();
    }
  };
  return {
    invoke,
    /** Resolves when nothing waits any more, also of what the invocations have made. */
    settled: async () => {
      while (waiting.length > 0) await Promise.all(Array.from({ length: WORKERS }, work));
    },
  };
}

/** A room with five clients, whose frames, acknowledgements and connections get lost. */
function openRoom(seed: number) {
  const room = `room${seed}`;
  const chat = openHandler(db, { client: connect(seed), random, settings: { connectionsPerMember: 40 } });
  const { invoke, settled } = openInvocations();
  const byConnection = new Map<string, ReturnType<typeof openClient>>();
  const clients = NAMES.map((name) => openClient(name));
  let [killed, acknowledged] = [0, 0];

  const serve = chat.serveThrough((connectionId, data) => {
    const receiver = byConnection.get(connectionId);
    if (receiver === undefined) return Promise.reject(named('GoneException'));
    receiver.take(JSON.parse(Buffer.from(data).toString()));
    return Promise.resolve();
  });
  /** Hands what the functions have put into the queue to invocations of chat-fanout. */
  const takeQueue = () => {
    for (let each = chat.waiting.shift(); each; each = chat.waiting.shift()) {
      const message = each;
      invoke(async () => {
        // What fails comes again.
        for (
          let tries = 1;
          !(await serve(message).then(
            () => true,
            () => false,
          ));
          tries += 1
        )
          if (tries > 100) throw new RangeError('The queue gives the message up');
        takeQueue();
      });
    }
  };

  function openClient(name: string) {
    let tab = 0;
    let connectionId = '';
    let isJoined = false;
    let isJoining = false;
    let failed = 0;
    const received: Message[] = [];
    const ahead = new Map<number, Message>();
    const unsent = Array.from({ length: MESSAGES_EACH }, (_, index) => `${name}-${index}`);
    const unacknowledged = new Set<string>();
    const acks = new Map<string, Set<number>>();

    /** One request, whose answer comes to the connection that asked if that is still open. */
    const ask = (routeKey: string, body: object, answered: (frame: Frame) => void) => {
      const from = connectionId;
      invoke(async () => {
        const frame = await chat.user(from, name).say(routeKey, { room, ...body });
        takeQueue();
        if (byConnection.get(from) === self) answered(frame);
      });
    };
    const keep = (message: Message) => {
      if (message.seq > received.length) ahead.set(message.seq, message);
      else if (!isDeepStrictEqual(received[message.seq - 1], message))
        throw new RangeError(`Two messages have the number ${message.seq}`);
      for (let next = ahead.get(received.length + 1); next; next = ahead.get(received.length + 1)) {
        received.push(next);
        ahead.delete(next.seq);
      }
    };
    const join = () => {
      if (isJoining) return;
      isJoining = true;
      ask('join', { after: received.length }, (frame) => {
        isJoining = false;
        if (frame.type !== 'joined') return join();
        if (frame['gap'] === true) throw new RangeError('There is a gap');
        isJoined = true;
        for (const each of frame['messages'] as Frame[]) keep(messageFrame.parse(each));
        if (frame['isComplete'] === true) send();
        else join();
      });
    };
    const send = () => {
      while (isJoined && unacknowledged.size < WINDOW) {
        const clientId = unsent.shift();
        if (clientId === undefined) return;
        unacknowledged.add(clientId);
        post(clientId);
      }
    };
    const post = (clientId: string) =>
      ask('message', { clientId, text: `text of ${clientId}` }, (frame) => {
        if (frame.type === 'ack') {
          acks.set(clientId, (acks.get(clientId) ?? new Set()).add(Number(frame['seq'])));
          acknowledged += Number(unacknowledged.delete(clientId));
          if (random.next() < 0.05) clients[random.below(clients.length)]?.lose();
          send();
        } else if (unacknowledged.has(clientId)) {
          expect(['UNAVAILABLE', 'INTERNAL']).toContain(frame.code);
          failed += 1;
          if (failed > 100 * MESSAGES_EACH) throw new RangeError('Messages fail again and again');
          post(clientId);
        }
      });
    const connect = () => {
      tab += 1;
      if (tab > 10_000) throw new RangeError('It never connects');
      const id = `${name}-${room}-${tab}`;
      [isJoined, isJoining] = [false, false];
      invoke(async () => {
        const status = await chat.user(id, name).connect();
        if (connectionId === id || id !== latest()) return;
        if (status !== 200) return connect();
        connectionId = id;
        byConnection.set(id, self);
        join();
        // What was sent on the connection before may be lost, or not.
        unacknowledged.forEach(post);
      });
    };
    const latest = () => `${name}-${room}-${tab}`;
    const self = {
      ...{ name, received, acks, connect, join },
      take: (frame: Frame) => {
        if (frame.type !== 'message') return;
        keep(messageFrame.parse(frame));
        // Frames come in any order: a missing number may still be on its way.
        if (ahead.size > MOST_AHEAD) join();
      },
      /** The connection breaks; its `$disconnect` comes up to three times, or never. */
      lose: () => {
        if (connectionId === '') return;
        const lost = connectionId;
        byConnection.delete(lost);
        connectionId = '';
        killed += 1;
        chat.clock.at += 20_000;
        if (random.next() < 0.7)
          invoke(async () => {
            await chat.user(lost, name).disconnect();
            takeQueue();
          });
        connect();
      },
    };
    return self;
  }
  return { chat, clients, settled, killed: () => killed, acknowledged: () => acknowledged };
}

/** A client whose requests are refused now and then, or whose answers get lost after the write. */
function failingClient(client: DynamoDBClient): DynamoDBClient {
  client.middlewareStack.add(
    (next) => async (args) => {
      const chance = random.next();
      if (chance < 0.005) {
        faults.refused += 1;
        throw named('ThrottlingException');
      }
      const answer = await next(args);
      if (chance > 0.995) {
        faults.lost += 1;
        throw named('TimeoutError');
      }
      return answer;
    },
    { step: 'initialize', priority: 'high', name: 'faults' },
  );
  return client;
}

describe(`5 clients that send ${ROOM_MESSAGES} messages, each invocation delivered one to three times and shuffled (${SEED_NOTE})`, () => {
  it(`all see 1 to n without a gap or a double in ${runs(RUNS)} seeded runs, with connections that break and resume`, async () => {
    let killed = 0;
    for (const seed of seeds(RUNS)) {
      random = seededRandom(seed);
      const room = openRoom(seed);
      for (const each of room.clients) each.connect();
      await room.settled();
      // The last frames may be lost: a client asks once a minute.
      for (const each of room.clients) each.join();
      await room.settled();
      expect(room.acknowledged()).toBe(ROOM_MESSAGES);
      const [first] = room.clients;
      expect(first?.received.map(({ seq }) => seq)).toEqual(
        Array.from({ length: ROOM_MESSAGES }, (_, index) => index + 1),
      );
      for (const { received } of room.clients) expect(received).toEqual(first?.received);
      // Each text once, from its sender, under the number of its acknowledgement.
      const acks = new Map(room.clients.flatMap((each) => [...each.acks]));
      for (const { seq, senderId, clientId, text } of first?.received ?? []) {
        expect([senderId, text]).toEqual([clientId.split('-')[0], `text of ${clientId}`]);
        expect([...(acks.get(clientId) ?? [])]).toEqual([seq]);
      }
      expect(acks.size).toBe(ROOM_MESSAGES);
      killed += room.killed();
    }
    expect(killed).toBeGreaterThan(0);
    expect(Math.min(faults.refused, faults.lost)).toBeGreaterThan(0);
  }, 7_200_000);
});
