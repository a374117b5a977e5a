import { createHash } from 'node:crypto';
import type { SqsEvent } from '../aws/sqs.ts';

/**
 * An SQS event with one record per body, message ids `message-1`, `message-2` and so on unless given; `sentAt` in epoch ms. With `groups`, those of the
 * messages, it is one of a FIFO queue.
 */
export function buildSqsEvent(
  bodies: readonly string[],
  options: {
    messageIds?: readonly string[];
    receiveCount?: number;
    sentAt?: number;
    groups?: readonly string[];
  } = {},
): SqsEvent {
  return {
    Records: bodies.map((body, index) => ({
      messageId: options.messageIds?.[index] ?? `message-${index + 1}`,
      receiptHandle: `receipt-${index + 1}`,
      body,
      attributes: {
        ApproximateReceiveCount: String(options.receiveCount ?? 1),
        SentTimestamp: String(options.sentAt ?? 1545082649183),
        ...(options.groups && {
          MessageGroupId: options.groups[index] ?? '',
          SequenceNumber: String(18849496460467696128n + BigInt(index)),
        }),
      },
      messageAttributes: {},
      md5OfBody: createHash('md5').update(body).digest('hex'),
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:ap-northeast-2:123456789012:game-result-queue',
      awsRegion: 'ap-northeast-2',
    })),
  };
}
