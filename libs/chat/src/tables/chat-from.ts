import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { env, type parseEnv } from '@hanok/lambda';
import { type ChatSettings, DEFAULT_CHAT_SETTINGS } from '../chat-settings.ts';
import { changeMember } from '../members/change-member.ts';
import { endConnection } from '../members/presence.ts';
import { createChatConnectionTable } from './chat-connection-table.ts';
import { createChatMemberTable } from './chat-member-table.ts';
import { createChatMessageTable } from './chat-message-table.ts';

const DEFAULTS = DEFAULT_CHAT_SETTINGS;

/** The environment variables that name the tables of a chat and set its limits. */
export const chatVariables = {
  CONNECTION_TABLE: env.text('ChatConnections'),
  MEMBER_TABLE: env.text('ChatMembers'),
  MESSAGE_TABLE: env.text('ChatMessages'),
  RECEIPT_TABLE: env.text('ChatReceipts'),
  MESSAGE_BYTES: env.integer(String(DEFAULTS.messageBytes)),
  MEMBERS_PER_ROOM: env.integer(String(DEFAULTS.membersPerRoom)),
  LEASE_SECONDS: env.integer(String(DEFAULTS.leaseSeconds)),
  KEPT_SECONDS: env.integer(String(DEFAULTS.keptSeconds)),
};

type ChatVariables = ReturnType<typeof parseEnv<typeof chatVariables>>;

/** The tables, settings and changes of members that the variables name. */
export function chatFrom(variables: ChatVariables, client: DynamoDBClient) {
  const settings: ChatSettings = {
    ...DEFAULTS,
    messageBytes: variables.MESSAGE_BYTES,
    membersPerRoom: variables.MEMBERS_PER_ROOM,
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
  };
}
