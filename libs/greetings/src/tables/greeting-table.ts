import { createHash } from 'node:crypto';
import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { attributesOf, createReceipts, defineTable, readItem, type Receipt, transact } from '@hanok/tables';
import { greeting, type Greeting } from '../greeting.ts';

/** Greetings, and beside them the receipts of requests that may come again. */
export const GREETING_TABLE = defineTable({
  name: 'Greetings',
  key: { partition: { name: 'Name', type: 'S' }, sort: { name: 'GreetingId', type: 'S' } },
  expires: 'ExpiresAt',
});

/** How long a retry id answers for its greeting. */
const RECEIPT_SECONDS = 86_400;

/** A request, and what tells it from another one under the same retry id. */
type GreetingRequestId = { retryId: string; fingerprint: string };

/** What became of a greeting: kept, kept already under this retry id, or held by another writer just now. */
export type Kept =
  | { kind: 'kept' }
  | { kind: 'repeated'; receipt: Omit<Receipt<unknown, Greeting>, 'key'> }
  | { kind: 'contended' };

/** The table of greetings. This file alone knows its keys and expressions. */
export type GreetingTable = {
  /**
   * Writes the greeting and a receipt of its request in one transaction. Under a retry id that has a receipt nothing is
   * written. Rejects with the client's error when the outcome is unknown; to keep the same greeting again is safe.
   */
  keep(greeted: Greeting, request: GreetingRequestId, now: Date, signal: AbortSignal): Promise<Kept>;
  /** The greetings of this name, newest first. */
  newest(name: string, limit: number, signal: AbortSignal): Promise<Greeting[]>;
};

/** The table of greetings by this client. */
export function createGreetingTable(options: { client: DynamoDBClient; table: string }): GreetingTable {
  const { client, table: TableName } = options;
  const receipts = createReceipts({
    ...options,
    definition: GREETING_TABLE,
    keptSeconds: RECEIPT_SECONDS,
    answer: greeting,
  });
  return {
    keep: async (greeted, { retryId, fingerprint }, now, signal) => {
      const receipt = receipts.put({ key: receiptKey(retryId), fingerprint, answer: greeted }, now);
      const item = attributesOf({ ...greeted, GreetingId: greetingId(greeted, retryId) });
      const writes = { receipt: { Put: receipt }, greeting: { Put: { TableName, Item: item } } };
      const transacted = await transact(client, writes, signal);
      if (transacted.kind === 'written') return { kind: 'kept' };
      if (transacted.kind === 'refused') throw transacted.error;
      const { receipt: standing } = transacted.by;
      const repeated = standing?.kind === 'unmet' ? receipts.read(standing.item, now) : undefined;
      return repeated ? { kind: 'repeated', receipt: repeated } : { kind: 'contended' };
    },
    newest: async (name, Limit, signal) => {
      const query = new QueryCommand({
        TableName,
        Limit,
        ConsistentRead: true,
        ScanIndexForward: false,
        KeyConditionExpression: '#name = :name',
        ExpressionAttributeNames: { '#name': 'Name' },
        ExpressionAttributeValues: attributesOf({ ':name': name }),
      });
      const { Items = [] } = await client.send(query, { abortSignal: signal });
      return Items.map((item) => readItem(GREETING_TABLE, greeting, item));
    },
  };
}

/** The time goes first, so that the key sorts by it; the retry id tells greetings of one millisecond apart. */
function greetingId({ GreetedAt }: Greeting, retryId: string): string {
  return `${GreetedAt}#${digestOf(retryId).slice(0, 32)}`;
}

/** Longer than any name, so that no greeting stands under it. */
function receiptKey(retryId: string): { Name: string; GreetingId: string } {
  return { Name: `receipt#${digestOf(retryId)}`, GreetingId: 'receipt' };
}

/** 128 hexadecimal digits. */
function digestOf(retryId: string): string {
  return createHash('sha512').update(retryId).digest('hex');
}
