import { DeleteMessageBatchCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Scoring } from '@hanok/scoring';

/**
 * Reads a queue until the signal aborts, such as a container that is always there would. A message is deleted once its
 * result is counted; any other comes back after its visibility timeout, and goes to the dead-letter queue of the queue.
 */
export async function runWorker(options: {
  sqs: SQSClient;
  queueUrl: string;
  scoring: Pick<Scoring, 'recordResults'>;
  signal: AbortSignal;
}): Promise<void> {
  const { sqs, queueUrl: QueueUrl, scoring, signal } = options;
  const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 20 });
  while (!signal.aborted) {
    const Messages = await sqs.send(receive, { abortSignal: signal }).then(
      (answer) => answer.Messages ?? [],
      (error: unknown) => {
        if (signal.aborted) return [];
        throw error;
      },
    );
    const given = Messages.map(({ MessageId = '', Body = '' }) => ({
      id: MessageId,
      result: parseJson(Body),
    }));
    if (given.length === 0) continue;
    // What was received is finished, also when the worker is told to end meanwhile.
    const failed = new Set((await scoring.recordResults(given)).map(({ id }) => id));
    const counted = Messages.filter(({ MessageId = '' }) => !failed.has(MessageId));
    if (counted.length === 0) continue;
    const Entries = counted.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
}

/** Undefined for what is no JSON: the schema then says what is wrong. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
