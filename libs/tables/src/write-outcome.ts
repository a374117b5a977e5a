import { ConditionalCheckFailedException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import type { Item } from './attributes.ts';

/**
 * What became of one conditional write. `unmet`: the condition failed; `item` is what stands there, where the write
 * asks for it (`ReturnValuesOnConditionCheckFailure`) and something does. `contended`: a transaction is at the item.
 */
export type WriteOutcome<Output> =
  | { kind: 'written'; output: Output }
  | { kind: 'unmet'; item: Item | undefined }
  | { kind: 'contended' };

/** Takes the answer to a put, update or delete. Rejects with the client's error when the outcome is unknown. */
export async function writeOutcome<Output>(sent: Promise<Output>): Promise<WriteOutcome<Output>> {
  try {
    return { kind: 'written', output: await sent };
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return { kind: 'unmet', item: error.Item };
    if (error instanceof TransactionConflictException) return { kind: 'contended' };
    throw error;
  }
}
