import * as z from 'zod';
import { jsonResponse, parseJson } from '../../gateway/json-service.ts';
import type { ServiceRequest, ServiceResponse } from '../../gateway/service.ts';

const transaction = z.looseObject({ TransactItems: z.array(z.unknown()).min(1) });

/**
 * A transaction cancelled because another one holds one of its items: the one at `draw` (0 to below 1) of them.
 * Undefined when the request has no items. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export function transactionConflict(
  { operation, body }: ServiceRequest,
  draw: number,
): ServiceResponse | undefined {
  if (!operation.startsWith('Transact')) return undefined;
  const { TransactItems } = transaction.safeParse(parseJson(body.toString())).data ?? {};
  if (TransactItems === undefined) return undefined;
  const held = Math.floor(draw * TransactItems.length);
  return cancelled(TransactItems.map((_item, index) => (index === held ? CONFLICT : NOT_CANCELLED)));
}

const CONFLICT = { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' };

/**
 * A transaction cancelled because the partitions of its writes at these places have no capacity left.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export function throttledTransaction(
  { operation, body }: ServiceRequest,
  places: ReadonlySet<number>,
): ServiceResponse | undefined {
  if (operation !== 'TransactWriteItems') return undefined;
  const { TransactItems } = transaction.safeParse(parseJson(body.toString())).data ?? {};
  return (
    TransactItems &&
    cancelled(TransactItems.map((_, place) => (places.has(place) ? THROTTLED : NOT_CANCELLED)))
  );
}

type Reason = { Code: string; Message?: string };

const NOT_CANCELLED: Reason = { Code: 'None' };

const THROTTLED: Reason = {
  Code: 'ThrottlingError',
  Message:
    'Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly. If exceptions persist, check if you have a hot key: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html.',
};

/** The answer to a transaction that is cancelled for these reasons, one for each of its items. */
function cancelled(CancellationReasons: readonly Reason[]): ServiceResponse {
  const codes = CancellationReasons.map(({ Code }) => Code).join(', ');
  return jsonResponse(
    '1.0',
    {
      __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
      Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
      CancellationReasons,
    },
    400,
  );
}
