import { createHash, randomBytes } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { attributesOf, itemOf, keyOf, readItem } from '@hanok/tables';
import * as z from 'zod/mini';
import { CHAT_TICKET_TABLE } from './definitions.ts';

export const TICKET_SECONDS = 30;

const ticketItem = z.object({ TicketId: z.string(), UserId: z.string(), ExpiresAt: z.int() });

/** Tickets by which a user connects once. The table has their hashes: who reads it can connect as no one. */
export type ChatTicketTable = ReturnType<typeof createChatTicketTable>;

/** Tickets to connect with, each good once and for 30 s. The table holds hashes, never a ticket. */
export function createChatTicketTable(options: { client: DynamoDBClient; table: string }) {
  const { client, table: TableName } = options;
  return {
    /** A new ticket of 43 characters, good for 30 s. */
    issue: async (userId: string, now: Date, abortSignal: AbortSignal): Promise<string> => {
      const ticket = randomBytes(32).toString('base64url');
      const item = { TicketId: hash(ticket), UserId: userId, ExpiresAt: seconds(now) + TICKET_SECONDS };
      await client.send(new PutItemCommand({ TableName, Item: itemOf(ticketItem, item) }), { abortSignal });
      return ticket;
    },
    /** Whose ticket it is; undefined when it was never issued, is used, or has expired. Each is answered once. */
    redeem: async (ticket: string, now: Date, abortSignal: AbortSignal): Promise<string | undefined> => {
      const remove = new DeleteItemCommand({
        TableName,
        Key: keyOf(CHAT_TICKET_TABLE, { TicketId: hash(ticket) }),
        // A ticket that stands and has time left: DynamoDB removes expired ones hours later.
        ConditionExpression: 'ExpiresAt > :now',
        ExpressionAttributeValues: attributesOf({ ':now': seconds(now) }),
        ReturnValues: 'ALL_OLD',
      });
      try {
        const { Attributes } = await client.send(remove, { abortSignal });
        return Attributes && readItem(CHAT_TICKET_TABLE, ticketItem, Attributes).UserId;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return undefined;
        throw error;
      }
    },
  };
}

const hash = (ticket: string) => createHash('sha256').update(ticket).digest('base64url');
const seconds = (now: Date) => Math.floor(now.getTime() / 1000);
