import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { env, type parseEnv } from '@hanok/lambda';
import * as z from 'zod/mini';
import { type ChatSettings, DEFAULT_CHAT_SETTINGS } from '../chat-settings.ts';
import { changeMember } from '../members/change-member.ts';
import { endConnection } from '../members/presence.ts';
import { takeRequest } from '../members/take-request.ts';
import type { RateLimit } from '../rate-limit.ts';
import { createChatConnectionTable } from './chat-connection-table.ts';
import { createChatMemberTable } from './chat-member-table.ts';
import { createChatMessageTable } from './chat-message-table.ts';

const DEFAULTS = DEFAULT_CHAT_SETTINGS;

/** A whole number from 1 on. */
const limit = (fallback: number, most = Number.MAX_SAFE_INTEGER) =>
  z.pipe(env.integer(String(fallback)), z.int().check(z.gte(1), z.lte(most)));

/** A rate such as `10/60`: ten at once, and ten more in 60 seconds. */
const rate = ({ count, seconds }: RateLimit) =>
  z.pipe(
    env.text(`${count}/${seconds}`).check(z.regex(/^[1-9]\d{0,6}\/[1-9]\d{0,6}$/, 'expected count/seconds')),
    z.transform((text): RateLimit => {
      const [most = 1, period = 1] = text.split('/').map(Number);
      return { count: most, seconds: period };
    }),
  );

/** The environment variables that name the tables of a chat and set its limits. */
export const chatVariables = {
  CONNECTION_TABLE: env.text('ChatConnections'),
  MEMBER_TABLE: env.text('ChatMembers'),
  MESSAGE_TABLE: env.text('ChatMessages'),
  RECEIPT_TABLE: env.text('ChatReceipts'),
  MESSAGE_BYTES: limit(DEFAULTS.messageBytes),
  CONNECTION_RATE: rate(DEFAULTS.connectionRate),
  ROOM_RATE: rate(DEFAULTS.roomRate),
  TYPING_RATE: rate(DEFAULTS.typingRate),
  JOIN_RATE: rate(DEFAULTS.joinRate),
  MEMBERS_PER_ROOM: limit(DEFAULTS.membersPerRoom),
  // One transaction removes them all.
  CONNECTIONS_PER_MEMBER: limit(DEFAULTS.connectionsPerMember, 40),
  LEASE_SECONDS: limit(DEFAULTS.leaseSeconds),
  KEPT_SECONDS: limit(DEFAULTS.keptSeconds),
};

type ChatVariables = ReturnType<typeof parseEnv<typeof chatVariables>>;

/** The tables, settings and changes of members that the variables name. */
export function chatFrom(variables: ChatVariables, client: DynamoDBClient) {
  const settings: ChatSettings = {
    messageBytes: variables.MESSAGE_BYTES,
    connectionRate: variables.CONNECTION_RATE,
    roomRate: variables.ROOM_RATE,
    typingRate: variables.TYPING_RATE,
    joinRate: variables.JOIN_RATE,
    membersPerRoom: variables.MEMBERS_PER_ROOM,
    connectionsPerMember: variables.CONNECTIONS_PER_MEMBER,
    leaseSeconds: variables.LEASE_SECONDS,
    keptSeconds: variables.KEPT_SECONDS,
  };
  const connections = createChatConnectionTable({ client, table: variables.CONNECTION_TABLE });
  const members = createChatMemberTable({ client, table: variables.MEMBER_TABLE, connections });
  const tables = { messages: variables.MESSAGE_TABLE, receipts: variables.RECEIPT_TABLE };
  const { keptSeconds } = settings;
  const messages = createChatMessageTable({ client, tables, members, connections, keptSeconds });
  const change = changeMember({ members, settings });
  return {
    ...{ settings, connections, members, messages, change },
    endConnection: endConnection({ connections, change }),
    take: takeRequest({ connections, settings }),
  };
}
