import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  type BatchResultErrorEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Clock } from '../../clock.ts';
import { readMessage, type ReceivedMessage, type SqsEventRecord } from './sqs-message.ts';

/** The queue of one mapping, as its pollers use it. */
export type SqsQueue = {
  /** At most 10 messages; waits up to `waitSeconds` (0 to 20) for the first one. */
  receive(max: number, waitSeconds: number): Promise<ReceivedMessage[]>;
  /** Deletes messages and answers those that the queue did not delete. */
  remove(records: readonly SqsEventRecord[]): Promise<BatchResultErrorEntry[]>;
};

/** A queue reached with the function's own client. An abort ends a waiting receive by rejecting it. */
export function createSqsQueue(
  sqs: SQSClient,
  queue: { queueUrl: string; eventSourceArn: string },
  clock: Clock,
  signal: AbortSignal,
): SqsQueue {
  return { receive, remove };

  async function receive(max: number, waitSeconds: number): Promise<ReceivedMessage[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: queue.queueUrl,
      MaxNumberOfMessages: Math.min(10, max),
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    const { Messages = [] } = await sqs.send(command, { abortSignal: signal });
    return Messages.map((message) => readMessage(message, queue.eventSourceArn, clock));
  }

  async function remove(records: readonly SqsEventRecord[]): Promise<BatchResultErrorEntry[]> {
    const failed: BatchResultErrorEntry[] = [];
    for (let start = 0; start < records.length; start += 10) {
      const Entries = records
        .slice(start, start + 10)
        .map((record, index) => ({ Id: String(index), ReceiptHandle: record.receiptHandle }));
      const answer = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queue.queueUrl, Entries }));
      failed.push(...(answer.Failed ?? []));
    }
    return failed;
  }
}
