import * as z from 'zod';
import { jsonResponse } from '../../gateway/json-service.ts';
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
  const { TransactItems } = transaction.safeParse(readJson(body)).data ?? {};
  if (TransactItems === undefined) return undefined;
  const held = Math.floor(draw * TransactItems.length);
  const CancellationReasons = TransactItems.map((_item, index) =>
    index === held
      ? { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' }
      : { Code: 'None' },
  );
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

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
