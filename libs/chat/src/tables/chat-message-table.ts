import { createHash } from 'node:crypto';
import { type DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { attributesOf, createReceipts, type Item, itemOf, keyOf, readItem, transact } from '@hanok/tables';
import * as z from 'zod/mini';
import type { Draft, Message, MessageView, NumberedMessage } from '../messages/decide-message.ts';
import type { ChatConnectionTable } from './chat-connection-table.ts';
import type { ChatMemberTable } from './chat-member-table.ts';
import { CHAT_MESSAGE_TABLE, CHAT_RECEIPT_TABLE } from './definitions.ts';

/** The number of the head of a room. */
const HEAD = 0;

const headItem = z.object({ LastSeq: z.int(), LastSentAt: z.int(), SentRate: z.number() });
const messageItem = z.object({
  Room: z.string(),
  Seq: z.int(),
  SenderId: z.string(),
  ClientId: z.string(),
  Content: z.string(),
  SentAt: z.int(),
  ExpiresAt: z.int(),
});
const ack = z.object({ seq: z.int(), sentAt: z.int() });

/** The messages of rooms with their numbers. This file alone knows their expressions. */
export type ChatMessageTable = ReturnType<typeof createChatMessageTable>;

/** Messages of rooms by number, and the receipts by which a message that comes again gets its first number. */
export function createChatMessageTable(options: {
  client: DynamoDBClient;
  tables: { messages: string; receipts: string };
  members: ChatMemberTable;
  connections: ChatConnectionTable;
  keptSeconds: number;
}) {
  const { client, tables, members, connections, keptSeconds } = options;
  const TableName = tables.messages;
  const receipts = createReceipts({
    ...{ client, table: tables.receipts, definition: CHAT_RECEIPT_TABLE, keptSeconds, answer: ack },
  });
  const head = async (room: string, abortSignal: AbortSignal): Promise<MessageView['head']> => {
    const get = new GetItemCommand({ TableName, Key: keyOfMessage(room, HEAD), ConsistentRead: true });
    const { Item } = await client.send(get, { abortSignal });
    if (!Item) return { lastSeq: 0, lastSentAt: 0, rate: 0 };
    const { LastSeq, LastSentAt, SentRate } = readItem(CHAT_MESSAGE_TABLE, headItem, Item);
    return { lastSeq: LastSeq, lastSentAt: LastSentAt, rate: SentRate };
  };
  return {
    /** The last number of a room; 0 before its first message. */
    lastSeq: async (room: string, signal: AbortSignal) => (await head(room, signal)).lastSeq,
    /** What a message is decided on. `add` writes nothing when any of it has changed since. */
    view: async (draft: Draft, now: Date, signal: AbortSignal): Promise<MessageView> => {
      const { room, senderId, connectionId } = draft;
      const [receipt, seen, sender, connection] = await Promise.all([
        receipts.find(receiptKey(draft), now, signal),
        head(room, signal),
        members.read(room, senderId, signal),
        connections.find(connectionId, signal),
      ]);
      const known = receipt && { isSame: receipt.fingerprint === hash(draft.text), answer: receipt.answer };
      return { receipt: known, head: seen, sender, connection };
    },
    /**
     * Writes the message, its number, its receipt and the rates in one transaction. `contended`: something of the view
     * has changed, and nothing is written. Rejects with the client's error when the outcome is unknown.
     */
    add: async (
      draft: Draft,
      view: MessageView,
      numbered: NumberedMessage,
      { now, signal }: { now: Date; signal: AbortSignal },
    ): Promise<{ kind: 'written' | 'contended' }> => {
      const { message, connectionRate } = numbered;
      const { room, senderId, seq, sentAt } = message;
      const receipt = {
        ...{ key: receiptKey(draft), fingerprint: hash(draft.text) },
        answer: { seq, sentAt },
      };
      const writes = {
        head: { Update: headUpdate(TableName, view.head.lastSeq, numbered) },
        message: { Put: { TableName, Item: itemOf(messageItem, storedMessage(message, keptSeconds)) } },
        receipt: { Put: receipts.put(receipt, now) },
        sender: members.maySend(room, senderId, now),
        connection: connections.takeMessage(draft.connectionId, {
          ...{ seen: view.connection?.rates.message ?? 0, next: connectionRate },
        }),
      };
      const written = await transact(client, writes, signal);
      if (written.kind === 'refused') throw written.error;
      return { kind: written.kind === 'written' ? 'written' : 'contended' };
    },
    /** Messages by number, from the one after `after`, or back from the one before `before`; expired ones are left out. */
    list: async (
      room: string,
      range: { after: number } | { before: number },
      { now, limit, signal }: { now: Date; limit: number; signal: AbortSignal },
    ): Promise<Message[]> => {
      const isForward = 'after' in range;
      const [from, to] = isForward
        ? [range.after + 1, Number.MAX_SAFE_INTEGER]
        : [HEAD + 1, range.before - 1];
      if (from > to) return [];
      const query = new QueryCommand({
        TableName,
        Limit: limit,
        ConsistentRead: true,
        ScanIndexForward: isForward,
        KeyConditionExpression: '#room = :room AND Seq BETWEEN :from AND :to',
        ExpressionAttributeNames: { '#room': 'Room' },
        ExpressionAttributeValues: attributesOf({ ':room': room, ':from': from, ':to': to }),
      });
      const { Items = [] } = await client.send(query, { abortSignal: signal });
      return Items.map((item) => readItem(CHAT_MESSAGE_TABLE, messageItem, item))
        .filter(({ ExpiresAt }) => ExpiresAt * 1000 > now.getTime())
        .map(messageOf);
    },
  };
}

const keyOfMessage = (Room: string, Seq: number): Item => keyOf(CHAT_MESSAGE_TABLE, { Room, Seq });

/** A client id is the sender's own: the same one of another sender, or in another room, is another message. */
const receiptKey = ({ room, senderId, clientId }: Draft) => ({
  ReceiptId: JSON.stringify([room, senderId, clientId]),
});

function headUpdate(TableName: string, seen: number, { message, roomRate }: NumberedMessage) {
  return {
    TableName,
    Key: keyOfMessage(message.room, HEAD),
    UpdateExpression: 'SET LastSeq = :next, LastSentAt = :sent, SentRate = :rate',
    // The first message of a room, and the one after the number that was seen: of two, one gets it.
    ConditionExpression: seen === 0 ? 'attribute_not_exists(Seq)' : 'LastSeq = :seen',
    ExpressionAttributeValues: attributesOf({
      ':next': message.seq,
      ':sent': message.sentAt,
      ':rate': roomRate,
      ':seen': seen === 0 ? undefined : seen,
    }),
  };
}

function storedMessage(message: Message, keptSeconds: number): z.infer<typeof messageItem> {
  const { room, seq, senderId, clientId, text, sentAt } = message;
  return {
    ...{ Room: room, Seq: seq, SenderId: senderId, ClientId: clientId, Content: text, SentAt: sentAt },
    ExpiresAt: Math.floor(sentAt / 1000) + keptSeconds,
  };
}

function messageOf(item: z.infer<typeof messageItem>): Message {
  const { Room, Seq, SenderId, ClientId, Content, SentAt } = item;
  return {
    ...{ room: Room, seq: Seq, senderId: SenderId, clientId: ClientId },
    ...{ text: Content, sentAt: SentAt },
  };
}

const hash = (text: string) => createHash('sha256').update(text).digest('base64url');
