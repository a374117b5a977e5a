import type { SeededRandom } from '../seeded-random.ts';
import { late, misreport, type Passing, refuse, type Reply, replyLost, reset } from './fault.ts';

/** Codes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
const THROTTLES = ['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded'];
const CONFLICTS = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];
const LONGEST_LATENCY_MS = 60;

type Random = Pick<SeededRandom, 'pick' | 'below' | 'between'>;

/**
 * What can go wrong between a client and DynamoDB. After `replyLost`, `errorAfterCommit` and a long `latency` the
 * client cannot know that its transaction was written; after the others it was not. `random` is asked on each fault.
 */
export const dynamodbFaults = (random: () => Random) => ({
  throttle: refuse('throttle', () => failure(400, random().pick(THROTTLES))),
  serverError: refuse('serverError', () => SERVER_ERROR),
  errorAfterCommit: misreport('errorAfterCommit', () => SERVER_ERROR),
  conflict: refuse('conflict', (passing) => cancelled(passing, random())),
  replyLost,
  latency: late(() => random().between(1, LONGEST_LATENCY_MS)),
  reset,
});

/** DynamoDB cancels the transaction because another writer holds one of its items, or one of them is throttled. */
function cancelled({ body }: Passing, random: Random): Reply {
  const { TransactItems = [] }: { TransactItems?: unknown[] } = JSON.parse(body.toString());
  const held = random.below(TransactItems.length);
  const Code = random.pick(CONFLICTS);
  const CancellationReasons = TransactItems.map((_item, index) =>
    index === held ? { Code } : { Code: 'None' },
  );
  return failure(400, 'TransactionCanceledException', { CancellationReasons });
}

function failure(status: number, type: string, members: object = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({
      __type: `com.amazonaws.dynamodb.v20120810#${type}`,
      message: 'injected',
      ...members,
    }),
  };
}

const SERVER_ERROR = failure(500, 'InternalServerError');
