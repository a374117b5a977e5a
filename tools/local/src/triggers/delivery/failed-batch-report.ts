import type { BatchOutcome } from './invoke-batch.ts';
import type { StreamBatch } from '../stream/stream-batch.ts';
import type { StreamEventRecord } from '../stream/stream-record.ts';

/** Why a stream batch was given up. */
export type GiveUpCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** What an on-failure destination receives: where the records stand in the shard, not the records. */
export type FailedBatchReport = ReturnType<typeof failedBatchReport>;

/** Delivers a report to a mapping's on-failure destination; rejects when it could not. */
export type OnFailure = (report: FailedBatchReport) => Promise<void>;

/** https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
export function failedBatchReport(failure: {
  batch: StreamBatch;
  condition: GiveUpCondition;
  functionArn: string;
  streamArn: string;
  shardId: string;
  /** Stands in when the function was never run with the batch. */
  requestId: string;
  now: number;
}) {
  const { batch } = failure;
  const { records, last } = batch;
  return {
    requestContext: {
      requestId: last === undefined || last.kind === 'not-run' ? failure.requestId : last.requestId,
      functionArn: failure.functionArn,
      condition: failure.condition,
      approximateInvokeCount: batch.invokeCount,
    },
    responseContext: responseContext(last),
    version: '1.0',
    timestamp: new Date(failure.now).toISOString(),
    DDBStreamBatchInfo: {
      shardId: failure.shardId,
      startSequenceNumber: records[0]?.dynamodb.SequenceNumber,
      endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: arrival(records[0]),
      approximateArrivalOfLastRecord: arrival(records.at(-1)),
      batchSize: records.length,
      streamArn: failure.streamArn,
    },
  };
}

function responseContext(outcome: BatchOutcome | undefined) {
  if (outcome === undefined) return null;
  return {
    statusCode: outcome.kind !== 'not-run' ? 200 : outcome.reason === 'throttled' ? 429 : 500,
    executedVersion: '$LATEST',
    functionError: outcome.kind === 'function-error' ? 'Unhandled' : null,
  };
}

function arrival(record: StreamEventRecord | undefined): string | undefined {
  if (record === undefined) return undefined;
  return new Date(record.dynamodb.ApproximateCreationDateTime * 1000).toISOString().replace('.000Z', 'Z');
}
