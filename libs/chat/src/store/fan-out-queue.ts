import { type SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { FanOutMessage } from '../fan-out/fan-out-message.ts';

/** Hands what is to be sent to a room to the function that sends it. Resolves once the queue has it. */
export type FanOutQueue = (message: FanOutMessage, signal: AbortSignal) => Promise<void>;

/** A message whose `attempt` is above 0 waits that many seconds: its receivers were throttled. */
export function createFanOutQueue({
  client,
  queueUrl,
}: {
  client: SQSClient;
  queueUrl: string;
}): FanOutQueue {
  return async (message, abortSignal) => {
    const send = new SendMessageCommand({
      QueueUrl: queueUrl,
      DelaySeconds: message.attempt,
      MessageBody: bodyOf(message),
    });
    await client.send(send, { abortSignal });
  };
}

/** SQS refuses these two characters, which JSON leaves as they are and a client may send. */
function bodyOf(message: FanOutMessage): string {
  return JSON.stringify(message).replaceAll('\uFFFE', '\\ufffe').replaceAll('\uFFFF', '\\uffff');
}
