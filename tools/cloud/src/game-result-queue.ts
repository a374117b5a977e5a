import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { alarmAbove } from './alarm.ts';
import { functionTimeout } from './hanok-function.ts';

const maxReceiveCount = 5;
const oldestMessageLimit = Duration.minutes(10);

/** The queue of game results and its dead-letter queue, encrypted, reached over TLS only, with alarms. */
export class GameResultQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.deadLetterQueue = createDeadLetterQueue(this, 'DeadLetterQueue', 'game-result-dead-letter-queue');
    this.queue = new Queue(this, 'Queue', {
      queueName: 'game-result-queue',
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // Six times the function's timeout, as AWS advises: room for the throttled retries of one batch.
      visibilityTimeout: Duration.seconds(6 * functionTimeout.toSeconds()),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount },
    });
    alarmAbove(this, 'OldestMessageAlarm', {
      metric: this.queue.metricApproximateAgeOfOldestMessage(),
      limit: oldestMessageLimit.toSeconds(),
      description: 'A game result waits longer than ten minutes.',
    });
  }
}

/** A queue for what could not be handled: kept 14 days, encrypted, TLS only, with an alarm when it holds anything. */
export function createDeadLetterQueue(scope: Construct, id: string, queueName: string): Queue {
  const queue = new Queue(scope, id, {
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
