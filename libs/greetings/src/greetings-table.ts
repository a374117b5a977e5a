import { createHash } from 'node:crypto';
import {
  type CancellationReason,
  type DynamoDBClient,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { greeting, type Greeting } from '@hanok/events';
import * as z from 'zod/mini';

/** How long a retry id answers for its greeting. */
const RECEIPT_SECONDS = 86_400;

/** What became of a greeting: kept, kept already under this retry id, or held by another writer just now. */
export type Outcome = { kind: 'kept' | 'repeated'; greeting: Greeting } | { kind: 'contended' };

/** The table of greetings. This file alone knows its keys and expressions. */
export type GreetingsTable = {
  /**
   * Writes the greeting and a receipt of the retry id in one transaction. Under a retry id that has a receipt nothing
   * is written, and the answer is the greeting that stands. Rejects with the client's error when the outcome is
   * unknown; to keep the same greeting again is safe.
   */
  keep(greeted: Greeting, retryId: string, signal: AbortSignal): Promise<Outcome>;
  /** The greetings of this name, newest first. */
  newest(name: string, limit: number, signal: AbortSignal): Promise<Greeting[]>;
};

export function createGreetingsTable(options: { client: DynamoDBClient; tableName: string }): GreetingsTable {
  const { client, tableName: TableName } = options;
  return {
    keep: async (greeted, retryId, signal) => {
      const TransactItems = [receipt(greeted, retryId, TableName), item(greeted, retryId, TableName)];
      try {
        await client.send(new TransactWriteItemsCommand({ TransactItems }), { abortSignal: signal });
        return { kind: 'kept', greeting: greeted };
      } catch (error) {
        const reasons = error instanceof TransactionCanceledException ? error.CancellationReasons : undefined;
        const outcome = outcomeOf(reasons ?? []);
        if (!outcome) throw error;
        return outcome;
      }
    },
    newest: async (name, Limit, signal) => {
      const query = new QueryCommand({
        TableName,
        Limit,
        ConsistentRead: true,
        ScanIndexForward: false,
        KeyConditionExpression: '#name = :name',
        ExpressionAttributeNames: { '#name': 'Name' },
        ExpressionAttributeValues: { ':name': { S: name } },
      });
      const { Items = [] } = await client.send(query, { abortSignal: signal });
      return Items.map(({ GreetedAt }) => z.parse(greeting, { Name: name, GreetedAt: GreetedAt?.S }));
    },
  };
}

/** The time goes first, so that the key sorts by it; the retry id tells greetings of one millisecond apart. */
function item({ Name, GreetedAt }: Greeting, retryId: string, TableName: string) {
  const GreetingId = { S: `${GreetedAt}#${digestOf(retryId).slice(0, 32)}` };
  return { Put: { TableName, Item: { Name: { S: Name }, GreetingId, GreetedAt: { S: GreetedAt } } } };
}

/**
 * Stands under a key that is longer than any name, so that nobody is called so. The condition lets through the first
 * write under a retry id only; a repeat is answered with the receipt that stands.
 */
function receipt({ Name, GreetedAt }: Greeting, retryId: string, TableName: string) {
  const expiresAt = Math.floor(Date.parse(GreetedAt) / 1000) + RECEIPT_SECONDS;
  return {
    Put: {
      TableName,
      Item: {
        Name: { S: `receipt#${digestOf(retryId)}` },
        GreetingId: { S: 'receipt' },
        Greeted: { S: Name },
        GreetedAt: { S: GreetedAt },
        ExpiresAt: { N: String(expiresAt) },
      },
      ConditionExpression: 'attribute_not_exists(GreetingId)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    },
  };
}

/** 128 hexadecimal digits. */
function digestOf(retryId: string): string {
  return createHash('sha512').update(retryId).digest('hex');
}

/** Codes: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#API_TransactWriteItems_Errors */
function outcomeOf(reasons: readonly CancellationReason[]): Outcome | undefined {
  const repeated = reasons.find(({ Code }) => Code === 'ConditionalCheckFailed')?.Item;
  if (repeated) {
    const { Greeted, GreetedAt } = repeated;
    return {
      kind: 'repeated',
      greeting: z.parse(greeting, { Name: Greeted?.S, GreetedAt: GreetedAt?.S }),
    };
  }
  const contended = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];
  return reasons.some(({ Code }) => contended.includes(Code ?? '')) ? { kind: 'contended' } : undefined;
}
