import { timed } from '../harness/interleave.ts';
import { requireEqual } from '../harness/wrong-outcome.ts';
import type { Rooms } from './chat-rooms.ts';

const SENDERS = 10;

/**
 * Messages per second of ten senders at once, all into one room or each into a room of its own: a contender whose
 * rooms are filled over its runs. `check` requires every number once.
 */
export async function roomMessages(rooms: Rooms, name: string, roomCount: number, each: number) {
  const senders = Array.from({ length: SENDERS }, (_, index) => ({
    senderId: `${name}-${index}`,
    room: `${name}-room-${index % roomCount}`,
  }));
  for (const { room, senderId } of senders) await rooms.admit(room, senderId);
  let sent = 0;
  let transactions = 0;
  let run = 0;
  const send = async ({ room, senderId }: (typeof senders)[number]) => {
    for (let index = 0; index < each; index += 1) {
      const draft = { room, senderId, connectionId: senderId, clientId: `${run}-${index}`, text: 'hello' };
      while (!(await isStored(draft)));
    }
  };
  /** Too many other senders were first: as a client, again. */
  const isStored = async (draft: Parameters<Rooms['post']>[0]) => {
    try {
      const { kind } = await rooms.post(draft, rooms.signal);
      if (kind === 'refused') throw new Error(`A message of ${draft.room} is refused`);
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'ContendedError') return false;
      throw error;
    }
  };
  return {
    run: async () => {
      run += 1;
      const before = rooms.transactions();
      const ms = await timed(() => Promise.all(senders.map(send)));
      sent += SENDERS * each;
      transactions += rooms.transactions() - before;
      return (1_000 * SENDERS * each) / ms;
    },
    /** Transactions that a message took, those that others were before among them. */
    attempts: () => transactions / sent,
    check: async () => {
      const numbers = await Promise.all(
        [...new Set(senders.map(({ room }) => room))].map((room) =>
          rooms.messages.lastSeq(room, rooms.signal),
        ),
      );
      requireEqual(`The numbers of ${name}`, numbers, Array(roomCount).fill(sent / roomCount));
    },
  };
}
