import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SeededRandom, Tables } from '@hanok/testing';
import {
  changeMember,
  CHAT_CONNECTION_TABLE,
  CHAT_MEMBER_TABLE,
  CHAT_MESSAGE_TABLE,
  CHAT_RECEIPT_TABLE,
  type ChatSettings,
  createChatConnectionTable,
  createChatMemberTable,
  createChatMessageTable,
  DEFAULT_CHAT_SETTINGS,
  type Draft,
  endConnection,
  endLapsed,
  enterRoom,
  joinConnection,
  type Moderate,
  postMessage,
  readHistory,
  readMissed,
  readPresence,
  takeRequest,
} from './index.ts';

export const CHAT_TABLES = [CHAT_MESSAGE_TABLE, CHAT_RECEIPT_TABLE, CHAT_MEMBER_TABLE, CHAT_CONNECTION_TABLE];
const NO_LIMIT = { count: 1_000_000, seconds: 1 };
/** Limits that no spec meets unless it sets its own. */
const WIDE: ChatSettings = {
  ...DEFAULT_CHAT_SETTINGS,
  ...{ connectionRate: NO_LIMIT, roomRate: NO_LIMIT, typingRate: NO_LIMIT, joinRate: NO_LIMIT },
};

type Options = {
  settings?: Partial<ChatSettings>;
  moderate?: Moderate;
  client?: DynamoDBClient;
  random?: SeededRandom;
};

/** The chat over the tables of a spec, with a clock that the spec sets: `at` in milliseconds. */
export function openChat(db: Pick<Tables, 'client' | 'nameOf'>, options: Options = {}) {
  const { client = db.client, random } = options;
  const settings = { ...WIDE, ...options.settings };
  const clock = { at: 1_800_000_000_000 };
  const now = () => new Date(clock.at);
  const nameOf = (table: (typeof CHAT_TABLES)[number]) => db.nameOf(table);
  const connections = createChatConnectionTable({ client, table: nameOf(CHAT_CONNECTION_TABLE) });
  const members = createChatMemberTable({ client, table: nameOf(CHAT_MEMBER_TABLE), connections });
  const messages = createChatMessageTable({
    client,
    tables: { messages: nameOf(CHAT_MESSAGE_TABLE), receipts: nameOf(CHAT_RECEIPT_TABLE) },
    ...{ members, connections, keptSeconds: settings.keptSeconds },
  });
  const shared = { settings, now, ...(random && { random: () => random.next() / 25 }) };
  const change = changeMember({ members, ...shared });
  const post = postMessage({ messages, ...shared, ...(options.moderate && { moderate: options.moderate }) });
  const signal = new AbortController().signal;
  return {
    ...{ clock, connections, members, messages, signal, settings, now, change },
    take: takeRequest({ connections, settings, now }),
    post: (draft: Partial<Draft>) => post({ ...DRAFT, ...draft }, signal),
    history: (room = 'lobby', before?: number) =>
      readHistory({ messages, now, pageSize: 4 })(room, signal, before),
    missed: (after: number, room = 'lobby') =>
      readMissed({ messages, now, pageSize: 4 })(room, after, signal),
    end: endConnection({ connections, change, now }),
    sweep: (room = 'lobby') => endLapsed({ members, change, now })(room, signal),
    present: (room = 'lobby') => readPresence({ members, now })(room, signal),
    join: (memberId: string, tab = 1, room = 'lobby') =>
      change({ room, memberId }, joinConnection(`${memberId}-${tab}`), signal),
    /** A member of the room with an open connection, such as `kim` with `kim-1`. */
    member: async (memberId: string, room = 'lobby') => {
      await connections.open(`${memberId}-1`, memberId, now(), signal);
      return change({ room, memberId }, enterRoom, signal);
    },
  };
}
export type Chat = ReturnType<typeof openChat>;

const DRAFT: Draft = { room: 'lobby', senderId: 'kim', connectionId: 'kim-1', clientId: 'c1', text: 'hello' };
