import { afterAll, describe, expect, it } from '@jest/globals';
import { ContendedError } from '@hanok/tables';
import {
  clientSettings,
  dynamodbFaults,
  runs,
  SEED_NOTE,
  seededRandom,
  seeds,
  startFaultProxy,
  startTables,
} from '@hanok/testing';
import type { Message } from './decide-message.ts';
import { type Chat, CHAT_TABLES, openChat } from '../chat.fixture.ts';

const RUNS = 100;
const SENDERS = ['kim', 'lee', 'park', 'choi', 'jung'];
const MESSAGES_EACH = runs(20);
/** A delivery that fails comes again; one that has not succeeded after so many never will. */
const MOST_DELIVERIES = 200;

let random = seededRandom(0);
const faults = Object.values(dynamodbFaults(() => random));
const db = await startTables(CHAT_TABLES);
const proxy = await startFaultProxy(db.endpoint);
afterAll(async () => {
  await proxy.stop();
  await db.stop();
});

const client = db.connect({ ...clientSettings(proxy.endpoint), maxAttempts: 1 });

/** Sends until there is an answer, as a client does that hears nothing. */
async function send(chat: Chat, senderId: string, clientId: string, room: string): Promise<number> {
  for (let delivery = 1; delivery <= MOST_DELIVERIES; delivery += 1)
    try {
      const posted = await chat.post({
        room,
        senderId,
        connectionId: `${senderId}-1`,
        clientId,
        text: clientId,
      });
      if (posted.kind === 'refused') throw new RangeError(posted.code);
      return posted.kind === 'stored' ? posted.message.seq : posted.seq;
    } catch (error) {
      if (error instanceof RangeError) throw error;
      lost += Number(!(error instanceof ContendedError));
    }
  throw new RangeError(`${clientId} is never answered`);
}
let lost = 0;

/** A client that was away asks for what it missed: one page. Answers whether that was all. */
async function resume(chat: Chat, room: string, received: Message[]): Promise<boolean> {
  const missed = await chat.missed(received.at(-1)?.seq ?? 0, room);
  if (missed.kind === 'gap') throw new RangeError(`There is a gap after ${missed.after}`);
  received.push(...missed.messages);
  return missed.isComplete;
}

describe(`5 senders at once, each message delivered one to three times and shuffled (${SEED_NOTE})`, () => {
  it(`see 1 to n without a gap or a double in ${runs(RUNS)} seeded runs, with a fault at every tenth request`, async () => {
    const direct = openChat(db);
    for (const seed of seeds(RUNS)) {
      random = seededRandom(seed);
      const room = `room-${seed}`;
      proxy.follow(() => undefined);
      for (const sender of SENDERS) await direct.member(sender, room);
      proxy.follow(() => (random.next() < 0.1 ? random.pick(faults) : undefined));
      const chat = openChat(db, { client, random });
      const answers = new Map<string, Set<number>>();
      const deliveries = (sender: string) =>
        random.shuffle(
          Array.from({ length: MESSAGES_EACH }, (_, index) => `${sender}-${index}`).flatMap((clientId) =>
            Array.from({ length: random.between(1, 3) }, () => clientId),
          ),
        );
      const clients: Message[][] = [];
      const work = async (sender: string) => {
        const received: Message[] = [];
        clients.push(received);
        for (const clientId of deliveries(sender)) {
          const seq = await send(chat, sender, clientId, room);
          if (random.next() < 0.2) await resume(direct, room, received);
          answers.set(clientId, (answers.get(clientId) ?? new Set()).add(seq));
        }
      };
      await Promise.all(SENDERS.map(work));
      await proxy.idle();
      const count = SENDERS.length * MESSAGES_EACH;
      const stored = await direct.messages.list(
        room,
        { after: 0 },
        { now: direct.now(), limit: 1000, signal: direct.signal },
      );
      expect(stored.map(({ seq }) => seq)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
      for (const received of clients) {
        while (!(await resume(direct, room, received)));
        expect(received).toEqual(stored);
      }
      // The acknowledgement of each delivery is the number under which the message stands.
      const numberOf = new Map(stored.map(({ clientId, seq }) => [clientId, [seq]]));
      expect(new Map([...answers].map(([clientId, seqs]) => [clientId, [...seqs]]))).toEqual(numberOf);
    }
    expect(lost).toBeGreaterThan(0);
    for (const { name } of faults) expect(proxy.injected(name)).toBeGreaterThan(0);
  }, 900_000);
});
