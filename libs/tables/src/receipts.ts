import { type DynamoDBClient, GetItemCommand, type Put } from '@aws-sdk/client-dynamodb';
import { jsonString } from '@hanok/events';
import * as z from 'zod/mini';
import { attributesOf, type Item } from './attributes.ts';
import type { KeyOf, TableDefinition } from './define-table.ts';
import { keyOf, readItem } from './items.ts';

/** A request that was settled: its key, what it asked for, and what it was answered. */
export type Receipt<Key, Answer> = { key: Key; fingerprint: string; answer: Answer };

/** The receipts by which a request is known when it comes again, each in the transaction of its request's effect. */
export type Receipts<Key, Answer> = {
  /** The write of a receipt. Its condition lets the first receipt of a key through, and another one once that has expired. */
  put(receipt: Receipt<Key, Answer>, now: Date): Put;
  /** The receipt in an item, such as the one for which `put` was cancelled; undefined when it has expired. */
  read(item: Item, now: Date): Omit<Receipt<Key, Answer>, 'key'> | undefined;
  find(key: Key, now: Date, signal: AbortSignal): Promise<Omit<Receipt<Key, Answer>, 'key'> | undefined>;
};

type ReceiptTable = TableDefinition & { expires: string };

/** `answer` is the schema of the answers, which are stored as JSON text; without it receipts hold none. */
export function createReceipts<Definition extends ReceiptTable, Answer = undefined>(options: {
  client: DynamoDBClient;
  table: string;
  definition: Definition;
  keptSeconds: number;
  answer?: z.core.$ZodType<Answer>;
}): Receipts<KeyOf<Definition>, Answer> {
  const { client, table, definition, keptSeconds } = options;
  const { expires } = definition;
  const settled = z.object({
    Fingerprint: z.string(),
    Answer: options.answer ? jsonString(options.answer) : z.optional(z.undefined()),
  });
  const expiring = z.object({ [expires]: z.int() });
  const read = (item: Item, now: Date) => {
    const { [expires]: expiresAt = 0 } = readItem(definition, expiring, item);
    if (expiresAt <= seconds(now)) return undefined;
    const { Fingerprint, Answer } = readItem(definition, settled, item);
    // What the schema of the answers gives, and undefined where there is none: then it is the type of the answers.
    return { fingerprint: Fingerprint, answer: Answer as Answer };
  };
  return {
    read,
    put: ({ key, fingerprint, answer }, now) => ({
      TableName: table,
      Item: {
        ...keyOf(definition, key),
        ...attributesOf({
          Fingerprint: fingerprint,
          Answer: answer === undefined ? undefined : JSON.stringify(answer),
          [expires]: seconds(now) + keptSeconds,
        }),
      },
      ConditionExpression: 'attribute_not_exists(#key) OR #expires <= :now',
      ExpressionAttributeNames: { '#key': definition.key.partition.name, '#expires': expires },
      ExpressionAttributeValues: attributesOf({ ':now': seconds(now) }),
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
