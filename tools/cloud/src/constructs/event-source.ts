import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { HanokFunction } from './hanok-function.ts';

/** Feeds a queue to a function, ten messages at a time; only the messages that the answer lists come back. */
export function readQueue(reader: HanokFunction, queue: Queue): void {
  reader.allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], queue.queueArn);
  new EventSourceMapping(reader, 'QueueMapping', {
    target: reader.function,
    eventSourceArn: queue.queueArn,
    batchSize: 10,
    reportBatchItemFailures: true,
  });
}

/**
 * Feeds a table's stream to a function from its oldest record on. A failing batch is split until the bad record
 * stands alone; after ten retries it is noted in `failures` and the shard moves on. The age limit of a day is how
 * long the stream keeps a record, so that retries alone decide when to give up.
 */
export function readStream(reader: HanokFunction, source: { table: Table; failures: Queue }): void {
  const streamArn = streamOf(source.table);
  reader.allow(STREAM_ACTIONS, streamArn);
  reader.allow(['sqs:SendMessage'], source.failures.queueArn);
  new EventSourceMapping(reader, 'StreamMapping', {
    target: reader.function,
    eventSourceArn: streamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 100,
    bisectBatchOnError: true,
    retryAttempts: 10,
    maxRecordAge: Duration.days(1),
    reportBatchItemFailures: true,
    onFailure: { bind: () => ({ destination: source.failures.queueArn }) },
  });
}

const STREAM_ACTIONS = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];

function streamOf(table: Table): string {
  if (table.tableStreamArn === undefined) throw new Error(`table ${table.node.id} has no stream`);
  return table.tableStreamArn;
}
