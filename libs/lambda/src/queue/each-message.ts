import { asError } from '../errors.ts';
import { withLogIds } from '../observation/log-ids.ts';
import { inTrace } from '../observation/trace.ts';
import type { MessageFailure, SqsMessage } from './queue-records.ts';
import type { MessageBatchHandler } from './sqs-batch.ts';

/** Handles one message; a rejection brings it back. Settles soon after the signal aborts. */
export type MessageHandler<Body, Message extends SqsMessage<Body> = SqsMessage<Body>> = (
  message: Message,
  signal: AbortSignal,
) => Promise<void>;

/**
 * For `sqsBatch`: handles the messages of a batch one after another, each on its own and under its own trace. Log lines
 * that are written meanwhile carry `messageId`, `receiveCount` and `traceId`. A message that is not begun when the signal
 * aborts fails too.
 */
export function eachMessage<Body>(handle: MessageHandler<Body>): MessageBatchHandler<Body> {
  return async (messages, signal) => {
    const failures: MessageFailure[] = [];
    for (const message of messages) {
      const error = await handleMessage(message, signal, () => handle(message, signal));
      if (error) failures.push({ messageId: message.messageId, error });
    }
    return failures;
  };
}

/** Works on one message, with its ids in the log lines and under its trace; the error when it failed. */
export async function handleMessage(
  { messageId, receiveCount, trace }: Omit<SqsMessage<unknown>, 'body'>,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<Error | undefined> {
  try {
    signal.throwIfAborted();
    await inTrace(trace, () => withLogIds({ messageId, receiveCount }, work));
    return undefined;
  } catch (thrown) {
    return asError(signal.aborted ? signal.reason : thrown);
  }
}
