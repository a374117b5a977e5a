import {
  type CancellationReason,
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { Item } from './attributes.ts';
import { WriteRefusedError } from './errors.ts';

/**
 * Why one write kept the transaction from being written. `unmet`: its condition failed; `item` is what stands there,
 * where the write asks for it. `contended`: another writer is at the item. `refused`: DynamoDB never takes the write.
 */
export type Cancellation =
  | { kind: 'unmet'; item: Item }
  | { kind: 'contended' }
  | { kind: 'refused'; error: WriteRefusedError };

/** The cancellations by the names of their writes; a write without one did not keep the others from being written. */
type Cancelled<Name extends string | number> = { by: Readonly<Partial<Record<Name, Cancellation>>> };

/** Only `written` has written anything. The other kinds are the worst of their cancellations. */
export type Transacted<Name extends string | number> =
  | { kind: 'written' }
  | ({ kind: 'contended' } & Cancelled<Name>)
  | ({ kind: 'unmet' } & Cancelled<Name>)
  | ({ kind: 'refused'; error: WriteRefusedError } & Cancelled<Name>);

/**
 * Writes all or nothing: at most 100 writes. The answer tells of each write by its name, or, where the writes are a
 * list, by its place in that. Rejects with the client's error when the outcome is unknown.
 */
export function transact(
  client: DynamoDBClient,
  writes: readonly TransactWriteItem[],
  signal: AbortSignal,
): Promise<Transacted<number>>;
export function transact<Name extends string>(
  client: DynamoDBClient,
  writes: Readonly<Record<Name, TransactWriteItem>>,
  signal: AbortSignal,
): Promise<Transacted<Name>>;
export async function transact(
  client: DynamoDBClient,
  writes: readonly TransactWriteItem[] | Readonly<Record<string, TransactWriteItem>>,
  signal: AbortSignal,
): Promise<Transacted<string | number>> {
  const named = Object.entries(writes);
  const TransactItems = named.map(([, write]) => write);
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems }), { abortSignal: signal });
    return { kind: 'written' };
  } catch (error) {
    const reasons = error instanceof TransactionCanceledException ? error.CancellationReasons : undefined;
    const cancelled = named.flatMap(([name], index) => {
      const cancellation = cancellationOf(reasons?.[index]);
      return cancellation ? [[name, cancellation] as const] : [];
    });
    if (cancelled.length === 0) throw error;
    return worstOf(cancelled);
  }
}

/** Codes: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#API_TransactWriteItems_Errors */
function cancellationOf({ Code = 'None', Item = {} }: CancellationReason = {}): Cancellation | undefined {
  switch (Code) {
    case 'None':
      return undefined;
    case 'ConditionalCheckFailed':
      return { kind: 'unmet', item: Item };
    case 'TransactionConflict':
    case 'ThrottlingError':
    case 'ProvisionedThroughputExceeded':
      return { kind: 'contended' };
    default:
      return { kind: 'refused', error: new WriteRefusedError(Code) };
  }
}

function worstOf(cancelled: (readonly [string, Cancellation])[]): Transacted<string> {
  const by = Object.fromEntries(cancelled);
  const cancellations = cancelled.map(([, cancellation]) => cancellation);
  const refused = cancellations.find(({ kind }) => kind === 'refused');
  if (refused?.kind === 'refused') return { kind: 'refused', error: refused.error, by };
  return { kind: cancellations.some(({ kind }) => kind === 'unmet') ? 'unmet' : 'contended', by };
}
