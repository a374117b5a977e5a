import {
  changeMember,
  CHAT_CONNECTION_TABLE,
  CHAT_MEMBER_TABLE,
  CHAT_MESSAGE_TABLE,
  CHAT_RECEIPT_TABLE,
  createChatConnectionTable,
  createChatMemberTable,
  createChatMessageTable,
  DEFAULT_CHAT_SETTINGS,
  enterRoom,
  joinConnection,
  postMessage,
} from '@hanok/chat';
import { attributesOf } from '@hanok/tables';
import { startTables } from '@hanok/testing';

const NO_LIMIT = { count: 1_000_000, seconds: 1 };
const SETTINGS = { ...DEFAULT_CHAT_SETTINGS, connectionRate: NO_LIMIT, roomRate: NO_LIMIT };
const LANES = 20;
const FAR = 4_000_000_000;

/** The tables of the chat on an engine of their own, on disk, without limits of rates. */
export async function startRooms() {
  const tables = [CHAT_CONNECTION_TABLE, CHAT_MEMBER_TABLE, CHAT_MESSAGE_TABLE, CHAT_RECEIPT_TABLE];
  const db = await startTables(tables, { onDisk: true });
  const { client } = db;
  const connections = createChatConnectionTable({ client, table: CHAT_CONNECTION_TABLE.name });
  const members = createChatMemberTable({ client, table: CHAT_MEMBER_TABLE.name, connections });
  const messages = createChatMessageTable({
    ...{ client, members, connections, keptSeconds: SETTINGS.keptSeconds },
    tables: { messages: CHAT_MESSAGE_TABLE.name, receipts: CHAT_RECEIPT_TABLE.name },
  });
  const change = changeMember({ members, settings: SETTINGS });
  const { signal } = new AbortController();
  return {
    ...{ connections, messages, signal, stop: db.stop },
    post: postMessage({ messages, settings: SETTINGS }),
    /** Counts the transactions that are sent from now on. */
    transactions: countTransactions(client),
    /** Joins so many connections to a room, each by the row that the fan-out reads. */
    fill: async (room: string, count: number) => {
      const indexes = Array.from({ length: count }, (_, index) => index).values();
      const put = async () => {
        for (const index of indexes) {
          const item = { ConnectionId: `${room}-${index}`, Room: room, InRoom: room, UserId: `u${index}` };
          await db.put(CHAT_CONNECTION_TABLE, attributesOf({ ...item, ExpiresAt: FAR }));
        }
      };
      await Promise.all(Array.from({ length: LANES }, put));
    },
    /** Lets a sender with a connection of the same name into a room. */
    admit: async (room: string, senderId: string) => {
      await connections.open(senderId, senderId, new Date(), signal);
      const at = { room, memberId: senderId };
      await change(at, enterRoom, signal);
      await change(at, joinConnection(senderId), signal);
    },
  };
}

export type Rooms = Awaited<ReturnType<typeof startRooms>>;

function countTransactions(client: Parameters<typeof createChatConnectionTable>[0]['client']): () => number {
  let count = 0;
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        if (commandName === 'TransactWriteItemsCommand') count += 1;
        return next(args);
      },
    { step: 'initialize' },
  );
  return () => count;
}
