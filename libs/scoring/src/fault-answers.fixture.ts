import * as z from 'zod/mini';
import type { Reply } from './fault-proxy.fixture.ts';

/** Codes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
const THROTTLES = ['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded'];
const CONFLICTS = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

const transaction = z.object({ TransactItems: z.array(z.unknown()) });

/** DynamoDB refuses the request: too many of them. `pick` answers a whole number from 0 and below the count. */
export function refused(pick: (count: number) => number): Reply {
  return failure({ type: THROTTLES[pick(THROTTLES.length)] ?? '', message: 'injected' });
}

/** DynamoDB cancels the transaction because another writer holds one of its items, or one of them is throttled. */
export function cancelled(body: string, pick: (count: number) => number): Reply {
  const { TransactItems } = transaction.parse(JSON.parse(body));
  const held = pick(TransactItems.length);
  const Code = CONFLICTS[pick(CONFLICTS.length)];
  const CancellationReasons = TransactItems.map((_item, index) =>
    index === held ? { Code } : { Code: 'None' },
  );
  return failure({ type: 'TransactionCanceledException', message: 'injected', CancellationReasons });
}

function failure({
  type,
  ...members
}: {
  type: string;
  message: string;
  CancellationReasons?: object[];
}): Reply {
  return {
    status: 400,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, ...members }),
  };
}
