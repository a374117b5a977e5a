import { backoffMs } from '../delivery/backoff.ts';
import { deliverBatch, type Delivery } from '../delivery/deliver-batch.ts';
import type { ShardPage, ShardReader } from './shard-reader.ts';
import { restFor, sleepFor } from '../delivery/sleep.ts';
import { dueBatch, gather, type Gathered } from './stream-gathering.ts';
import type { ShardProgress } from './stream-progress.ts';
import { changesNothing, type StreamEventRecord } from './stream-record.ts';
import type { TableWrites } from './table-writes.ts';
import { inOneLine, type TroubleLog } from '../delivery/trouble-log.ts';

/** One shard, read and delivered in order. */
type ShardWork = {
  reader: ShardReader;
  delivery: Delivery;
  writes: TableWrites;
  limits: { batchSize: number; windowMs: number };
  matches: (record: StreamEventRecord) => boolean;
  /** Trouble with reading the stream. */
  polling: TroubleLog;
  /** Told how far it is. */
  upToDate?: ShardProgress;
};

/** Real milliseconds between two looks at a batch that waits for its window. */
const WINDOW_STEP_MS = 20;

/** Works until the shard has ended (true) or the mapping is stopped (false). */
export async function runShard(work: ShardWork): Promise<boolean> {
  const { clock, signal } = work.delivery;
  let gathered: Gathered = { records: [], bytes: 0, since: 0 };
  while (!signal.aborted) {
    const writes = work.writes.count();
    const page = await readPage(work);
    if (page === undefined) return false;
    const wanted = page.records.filter((record) => !changesNothing(record) && work.matches(record));
    gathered = gather(gathered, wanted, clock.now());
    const left = await deliverDue(gathered, page, work);
    if (left === undefined) return false;
    gathered = left;
    if (page.ended) {
      work.upToDate?.(Infinity);
      return true;
    }
    if (gathered.records.length > 0) {
      if (page.records.length === 0) work.upToDate?.(writes, gathered.since + work.limits.windowMs);
      await restFor(WINDOW_STEP_MS, signal);
    } else if (page.records.length === 0) {
      work.upToDate?.(writes);
      await work.writes.after(writes, signal);
    }
  }
  return false;
}

/** Delivers every batch that is due, all that is gathered when the shard has ended; undefined when stopped. */
async function deliverDue(
  gathered: Gathered,
  page: ShardPage,
  work: ShardWork,
): Promise<Gathered | undefined> {
  const { clock, checkpoint } = work.delivery;
  const limits = page.ended ? { ...work.limits, windowMs: 0 } : work.limits;
  let left = gathered;
  while (left.records.length > 0) {
    const batch = dueBatch(left, limits, clock.now());
    if (batch.length === 0) return left;
    if (!(await deliverBatch(batch, work.delivery))) return undefined;
    left = gather({ records: [], bytes: 0, since: 0 }, left.records.slice(batch.length), left.since);
  }
  const last = page.records.at(-1);
  if (last !== undefined) checkpoint(last.dynamodb.SequenceNumber);
  return left;
}

/** Reads on through trouble, more and more slowly; undefined when stopped. */
async function readPage({ reader, polling, delivery }: ShardWork): Promise<ShardPage | undefined> {
  for (let failures = 1; !delivery.signal.aborted; failures += 1) {
    try {
      const page = await reader.next();
      polling.over();
      return page;
    } catch (error) {
      if (delivery.signal.aborted) return undefined;
      polling.report(inOneLine(error));
      await sleepFor(delivery.clock, backoffMs(failures), delivery.signal);
    }
  }
  return undefined;
}
