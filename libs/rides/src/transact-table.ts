import {
  type AttributeValue,
  type CancellationReason,
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { WriteRefusedError } from './errors.ts';

type Item = Record<string, AttributeValue>;

/**
 * Only `written` has written anything. `unmet`: conditions failed, of the writes that have an entry, which is the item
 * found where the write asks for it. `contended`: another writer is at one of the items.
 */
export type Transacted<Name extends string> =
  { kind: 'written' } | { kind: 'contended' } | { kind: 'unmet'; unmet: Partial<Record<Name, Item>> };

/**
 * Writes all or nothing. Throws `WriteRefusedError` when it never could; rejects with the client's error when the
 * outcome is unknown.
 */
export async function transact<Name extends string>(
  client: DynamoDBClient,
  writes: Readonly<Record<Name, TransactWriteItem>>,
  abortSignal: AbortSignal,
): Promise<Transacted<Name>> {
  const names = Object.keys(writes) as Name[]; // The keys of a record are its names.
  const TransactItems = names.map((name) => writes[name]);
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems }), { abortSignal });
    return { kind: 'written' };
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    return cancelledBy(error.CancellationReasons ?? [], names);
  }
}

/** Codes: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#API_TransactWriteItems_Errors */
function cancelledBy<Name extends string>(
  reasons: readonly CancellationReason[],
  names: readonly Name[],
): Transacted<Name> {
  const unmet: Partial<Record<Name, Item>> = {};
  for (const [index, name] of names.entries()) {
    const { Code = 'None', Item = {} } = reasons[index] ?? {};
    if (Code === 'ConditionalCheckFailed') unmet[name] = Item;
    else if (!PASSING.includes(Code)) throw new WriteRefusedError(Code);
  }
  return Object.keys(unmet).length > 0 ? { kind: 'unmet', unmet } : { kind: 'contended' };
}

const PASSING = ['None', 'TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];
