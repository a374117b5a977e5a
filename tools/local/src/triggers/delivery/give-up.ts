import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { backoffMs } from './backoff.ts';
import { failedBatchReport, type GiveUpCondition, type OnFailure } from './failed-batch-report.ts';
import { sleepFor } from './sleep.ts';
import type { StreamBatch } from '../stream/stream-batch.ts';
import { inOneLine } from './trouble-log.ts';

/** Where batches of one shard go that are given up. */
export type GivingUp = {
  config: { functionName: string; functionArn: string; eventSourceArn: string };
  shardId: string;
  onFailure: OnFailure | undefined;
  clock: Clock;
  log: (line: string) => void;
  signal: AbortSignal;
};

/** Tries to reach the on-failure destination before the batch is dropped without a report. */
const DELIVERY_TRIES = 5;

/**
 * Reports a batch to the on-failure destination. Answers false when the mapping was stopped before that, so that
 * the batch is tried again after a restart; a destination that stays unreachable costs the report, as in Lambda.
 */
export async function giveUp(batch: StreamBatch, condition: GiveUpCondition, to: GivingUp): Promise<boolean> {
  const { functionArn, functionName, eventSourceArn: streamArn } = to.config;
  const report = failedBatchReport({
    ...{ batch, condition, functionArn, streamArn },
    ...{ shardId: to.shardId, requestId: randomUUID(), now: to.clock.now() },
  });
  const { startSequenceNumber, endSequenceNumber, batchSize } = report.DDBStreamBatchInfo;
  const range = `${batchSize} record(s) ${startSequenceNumber} to ${endSequenceNumber} of ${to.shardId}`;
  to.log(`${functionName} gave up ${range}: ${condition}`);
  for (let tries = 1; to.onFailure !== undefined && tries <= DELIVERY_TRIES; tries += 1) {
    try {
      await to.onFailure(report);
      return true;
    } catch (error) {
      to.log(`on-failure destination of ${functionName} did not take ${range}: ${inOneLine(error)}`);
    }
    await sleepFor(to.clock, backoffMs(tries), to.signal);
    if (to.signal.aborted) return false;
  }
  return true;
}
