import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { alarmAbove } from '../../constructs/alarms.ts';
import { createDeadLetterQueue } from '../../constructs/dead-letter-queue.ts';
import { FUNCTION_TIMEOUT } from '../../constructs/hanok-function.ts';

const MAX_RECEIVE_COUNT = 5;
/** A message keeps its age when it moves to the dead-letter queue, which keeps it for 14 days, the most that SQS does. */
const RETENTION = Duration.days(10);
const OLDEST_MESSAGE_LIMIT = Duration.minutes(10);

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
      retentionPeriod: RETENTION,
      // Six times the function's timeout, as AWS advises: enough time for the throttled retries of one batch.
      visibilityTimeout: Duration.seconds(6 * FUNCTION_TIMEOUT.toSeconds()),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: MAX_RECEIVE_COUNT },
    });
    alarmAbove(this, 'OldestMessageAlarm', {
      metric: this.queue.metricApproximateAgeOfOldestMessage(),
      limit: OLDEST_MESSAGE_LIMIT.toSeconds(),
      description: 'A game result waits longer than ten minutes.',
    });
  }
}
