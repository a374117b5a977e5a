import { type DynamoDBClient, GetItemCommand, type Put } from '@aws-sdk/client-dynamodb';
import { jsonString, type StandardSchema } from '@hanok/events';
import * as z from 'zod/mini';
import { attributesOf, type Item } from './attributes.ts';
import type { KeyOf, TableDefinition, TableKey } from './define-table.ts';
import { keyOf, readItem } from './items.ts';

/** A request that was settled: its key, what it asked for, and what it was answered. */
export type Receipt<Key, Answer> = { key: Key; fingerprint: string; answer: Answer };

/** The receipts by which a request is known when it comes again, each in the transaction of its request's effect. */
export type Receipts<Key, Answer> = {
  /** The write of a receipt. Its condition lets a key through that is new, or may be used again. */
  put(receipt: Receipt<Key, Answer>, now: Date): Put;
  /** The receipt in an item, such as the one for which `put` was cancelled; undefined when its key may be used again. */
  read(item: Item, now: Date): Omit<Receipt<Key, Answer>, 'key'> | undefined;
  /** Whether the receipt in an item stands for a request of this fingerprint. */
  isSame(item: Item, fingerprint: string): boolean;
  find(key: Key, now: Date, signal: AbortSignal): Promise<Omit<Receipt<Key, Answer>, 'key'> | undefined>;
};

type ReceiptTable = TableDefinition & { expires: string };

/**
 * `answer` is the schema of the answers, which are stored as JSON text; without it receipts hold none. The names of
 * the last part of the key and of the expiry stand in expressions as they are, so that no reserved word may be one.
 */
export function createReceipts<Definition extends ReceiptTable, Answer = undefined>(options: {
  client: DynamoDBClient;
  table: string;
  definition: Definition;
  keptSeconds: number;
  /**
   * When a key may be used again: as soon as its receipt has expired, as by default, or when DynamoDB has removed that,
   * some hours or days later. The latter is a shorter write, for keys that do not come again after so long.
   */
  reuse?: 'when expired' | 'when removed';
  answer?: StandardSchema<Answer>;
}): Receipts<KeyOf<Definition>, Answer> {
  const { client, table, definition, keptSeconds, reuse = 'when expired' } = options;
  const { expires } = definition;
  const { partition, sort = partition }: TableKey = definition.key;
  const isNew = `attribute_not_exists(${sort.name})`;
  const settled = z.object({
    Fingerprint: z.string(),
    Answer: options.answer ? jsonString(options.answer) : z.optional(z.undefined()),
  });
  const expiring = z.object({ [expires]: z.int() });
  const read = (item: Item, now: Date) => {
    const { [expires]: expiresAt = 0 } = readItem(definition, expiring, item);
    if (reuse === 'when expired' && expiresAt <= seconds(now)) return undefined;
    const { Fingerprint, Answer } = readItem(definition, settled, item);
    // What the schema of the answers gives, and undefined where there is none: then it is the type of the answers.
    return { fingerprint: Fingerprint, answer: Answer as Answer };
  };
  return {
    read,
    isSame: ({ Fingerprint }, fingerprint) => Fingerprint?.S === fingerprint,
    put: ({ key, fingerprint, answer }, now) => ({
      TableName: table,
      Item: attributesOf({
        ...key,
        Fingerprint: fingerprint,
        Answer: answer === undefined ? undefined : JSON.stringify(answer),
        [expires]: seconds(now) + keptSeconds,
      }),
      ...(reuse === 'when removed'
        ? { ConditionExpression: isNew }
        : {
            ConditionExpression: `${isNew} OR ${expires} <= :now`,
            ExpressionAttributeValues: attributesOf({ ':now': seconds(now) }),
          }),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }),
    find: async (key, now, signal) => {
      const get = new GetItemCommand({
        TableName: table,
        Key: keyOf(definition, key),
        ConsistentRead: true,
      });
      const { Item } = await client.send(get, { abortSignal: signal });
      return Item && read(Item, now);
    },
  };
}

function seconds(now: Date): number {
  return Math.floor(now.getTime() / 1000);
}
