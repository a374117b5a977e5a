import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { HanokFunction } from './hanok-function.ts';

type Gathering = {
  /** Most messages of one batch: ten, or more of those that come within the window. */
  batchSize: number;
  window: Duration;
};

/**
 * Feeds a queue to a function, ten messages at a time unless it gathers more; only the messages that the answer lists
 * come back.
 */
export function readQueue(reader: HanokFunction, queue: Queue, gathering?: Gathering): void {
  reader.allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], queue.queueArn);
  new EventSourceMapping(reader, 'QueueMapping', {
    target: reader.function,
    eventSourceArn: queue.queueArn,
    batchSize: gathering?.batchSize ?? 10,
    ...(gathering && { maxBatchingWindow: gathering.window }),
    reportBatchItemFailures: true,
  });
}

/**
 * Feeds a table's stream to a function from its oldest record on. The function itself notes in `failures` what no retry
 * would help. What fails is retried for a day, as long as the stream keeps it, in smaller and smaller batches; then
 * Lambda notes it in `failures` too.
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
    retryAttempts: -1,
    maxRecordAge: Duration.days(1),
    reportBatchItemFailures: true,
    onFailure: { bind: () => ({ destination: source.failures.queueArn }) },
  });
}

/** Runs a function with the event `{}` at this rate, the first time after one period. */
export function runEvery(runner: HanokFunction, period: Duration): void {
  new Rule(runner, 'Schedule', {
    schedule: Schedule.rate(period),
    targets: [new LambdaFunction(runner.function, { event: RuleTargetInput.fromObject({}) })],
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
