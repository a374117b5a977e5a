import { restFor } from '../delivery/sleep.ts';

/** What tells the readers of streams that a table was written, so that they need not ask all the time. */
export type TableWrites = {
  /** How many writes there were. */
  count(): number;
  /** Waits for a write after the first `count` ones, until an empty shard is to be read anyway, or for the signal. */
  after(count: number, signal: AbortSignal): Promise<void>;
};

/** Real milliseconds: records of one moment come in one read. */
const GATHER_MS = 20;
/** For what is written past the gateway. */
const READ_ANYWAY_MS = 1_000;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html */
const WRITES: ReadonlySet<string> = new Set([
  'BatchWriteItem',
  'DeleteItem',
  'PutItem',
  'TransactWriteItems',
  'UpdateItem',
]);

/** `readAnywayMs` are real milliseconds. */
export function createTableWrites(readAnywayMs = READ_ANYWAY_MS) {
  let count = 0;
  let next = new AbortController();
  return {
    count: () => count,
    after: async (seen: number, signal: AbortSignal) => {
      if (count === seen) await restFor(readAnywayMs, AbortSignal.any([signal, next.signal]));
      await restFor(Math.min(GATHER_MS, readAnywayMs), signal);
    },
    /** Is told every call that was answered at the gateway. */
    observe: ({ service, operation }: { service: string; operation: string | undefined }) => {
      if (service !== 'dynamodb' || !WRITES.has(operation ?? '')) return;
      count += 1;
      next.abort();
      next = new AbortController();
    },
  };
}
