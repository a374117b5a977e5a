import type { Invoker } from '../../services/lambda/function-config.ts';
import { backoffMs } from './backoff.ts';
import type { GiveUpCondition } from './failed-batch-report.ts';
import { giveUp, type GivingUp } from './give-up.ts';
import { invokeBatch } from './invoke-batch.ts';
import { sleepFor } from './sleep.ts';
import { newStreamBatch, nextStep, type StreamBatch, type StreamPolicy } from '../stream/stream-batch.ts';
import type { StreamEventRecord } from '../stream/stream-record.ts';
import type { TroubleLog } from './trouble-log.ts';
import type { Clock } from '../../clock.ts';

/** How the batches of one shard are delivered. */
export type Delivery = GivingUp & {
  config: StreamPolicy & { maximumRecordAgeSeconds: number };
  invoker: Invoker;
  /** Notes that every record up to this sequence number is done with. */
  checkpoint: (sequenceNumber: string) => void;
  trouble: TroubleLog;
  /** Told until when, on the clock, a batch waits for its next try. */
  onWait?: (until: number) => void;
};

/**
 * Tries records, in order, until each one is done or given up; the checkpoint follows. Answers false when the
 * mapping was stopped before that.
 */
export async function deliverBatch(
  records: readonly StreamEventRecord[],
  delivery: Delivery,
): Promise<boolean> {
  const { clock, signal } = delivery;
  const readBy = Date.now();
  let batches: readonly StreamBatch[] = [newStreamBatch(records)];
  for (;;) {
    const [batch, ...later] = batches;
    if (batch === undefined) return true;
    if (batch.waits > 0) {
      delivery.onWait?.(clock.now() + backoffMs(batch.waits));
      await sleepFor(clock, backoffMs(batch.waits), signal);
    }
    if (signal.aborted) return false;
    const next = await tryBatch(batch, readBy, delivery);
    if (next === undefined) return false;
    batches = [...next, ...later];
  }
}

/** One try; answers the batches that follow from it, undefined when the mapping was stopped. */
async function tryBatch(
  batch: StreamBatch,
  readBy: number,
  delivery: Delivery,
): Promise<readonly StreamBatch[] | undefined> {
  const { config, clock, invoker, trouble } = delivery;
  const ages = batch.records.map((record) => ageMs(record, clock, readBy));
  const expired = countExpired(ages, config.maximumRecordAgeSeconds);
  if (expired > 0) return dropExpired(batch, expired, delivery);
  const outcome = await invokeBatch(invoker, config.functionName, batch.records, {
    iteratorAgeMs: ages.at(-1) ?? 0,
  });
  if (outcome.kind !== 'not-run') trouble.over();
  else if (!delivery.signal.aborted) trouble.report(`${outcome.reason}: ${outcome.message}`);
  const step = nextStep(batch, outcome, config);
  pass(batch.records.slice(0, step.done), delivery);
  if (step.givenUp === undefined) {
    if (outcome.kind !== 'not-run') reportReturned(batch, step.done, delivery);
    return step.next;
  }
  return (await drop(step.givenUp, 'RetryAttemptsExhausted', delivery)) ? step.next : undefined;
}

/** A line on the records of a batch that come back, from which sequence number on. */
function reportReturned(batch: StreamBatch, done: number, { config, log, signal }: Delivery): void {
  const first = batch.records[done];
  if (first === undefined || signal.aborted) return;
  const { functionName, maximumRetryAttempts: retries } = config;
  const limit = retries === -1 ? '' : ` of ${retries + 1}`;
  const back = `${batch.records.length - done} back from ${first.dynamodb.SequenceNumber}`;
  log(`${functionName}: ${done} of ${batch.records.length}, ${back} (try ${batch.failedTries + 1}${limit})`);
}

async function dropExpired(
  batch: StreamBatch,
  expired: number,
  delivery: Delivery,
): Promise<readonly StreamBatch[] | undefined> {
  const old = { ...batch, records: batch.records.slice(0, expired) };
  if (!(await drop(old, 'RecordAgeExceeded', delivery))) return undefined;
  const fresh = batch.records.slice(expired);
  return fresh.length === 0 ? [] : [{ ...batch, records: fresh, waits: 0 }];
}

async function drop(batch: StreamBatch, condition: GiveUpCondition, delivery: Delivery): Promise<boolean> {
  if (!(await giveUp(batch, condition, delivery))) return false;
  pass(batch.records, delivery);
  return true;
}

function pass(records: readonly StreamEventRecord[], delivery: Delivery): void {
  const last = records.at(-1);
  if (last !== undefined) delivery.checkpoint(last.dynamodb.SequenceNumber);
}

/**
 * Milliseconds since a record was written, on the stack's clock. The record tells it in whole seconds of real time, so
 * that it counts as up to a second younger than it is, never as older; `readBy` is when it had been read, in real time.
 */
export function ageMs(record: StreamEventRecord, clock: Clock, readBy: number): number {
  const writtenBy = Math.min((record.dynamodb.ApproximateCreationDateTime + 1) * 1000, readBy);
  return Math.max(0, clock.now() - clock.timeAt(writtenBy));
}

/** How many records at the front of a batch are older than `maximumSeconds` (-1: none is). */
export function countExpired(agesMs: readonly number[], maximumSeconds: number): number {
  if (maximumSeconds === -1) return 0;
  const firstFresh = agesMs.findIndex((age) => age <= maximumSeconds * 1000);
  return firstFresh === -1 ? agesMs.length : firstFresh;
}
