import { Duration } from 'aws-cdk-lib';
import { CfnEventInvokeConfig } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { alarmAbove } from './alarms.ts';
import type { HanokFunction } from './hanok-function.ts';

/** A queue for what could not be handled. */
export class DeadLetterQueue extends Queue {}

/** Such a queue: kept 14 days, encrypted, TLS only, with an alarm when it holds anything. */
export function createDeadLetterQueue(scope: Construct, id: string, queueName: string): Queue {
  const queue = new DeadLetterQueue(scope, id, {
    queueName,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  alarmAbove(scope, `${id}NotEmptyAlarm`, {
    metric: queue.metricApproximateNumberOfMessagesVisible(),
    limit: 0,
    description: `${queueName} is not empty.`,
  });
  return queue;
}

/** A dead-letter queue that Lambda writes to: `records` of a stream, or `events` of an asynchronous function. */
export function createFailureQueue(
  scope: Construct,
  { id, queueName, holds }: { id: string; queueName: string; holds: 'records' | 'events' },
): Queue {
  const failures = createDeadLetterQueue(scope, id, queueName);
  acknowledge(failures, {
    'AwsSolutions-SQS3': `It is itself where ${holds} end that could not be handled.`,
  });
  return failures;
}

/** Tries an event of an asynchronous function three times, and then notes it in a queue of its own. */
export function noteFailedEvents(
  scope: Construct,
  receiver: HanokFunction,
  queue: { id: string; queueName: string },
): void {
  const failures = createFailureQueue(scope, { ...queue, holds: 'events' });
  receiver.allow(['sqs:SendMessage'], failures.queueArn);
  new CfnEventInvokeConfig(receiver, 'EventInvokeConfig', {
    functionName: receiver.function.functionName,
    qualifier: '$LATEST',
    maximumRetryAttempts: 2,
    destinationConfig: { onFailure: { destination: failures.queueArn } },
  });
}
