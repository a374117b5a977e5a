import { asError } from './errors.ts';
import { withLogIds } from './observation/log-ids.ts';
import { inTrace } from './observation/trace.ts';
import type { MessageBatchHandler, MessageFailure, SqsMessage } from './sqs-batch.ts';

/** Handles one message; a rejection brings it back. Settles soon after the signal aborts. */
export type MessageHandler<Body> = (message: SqsMessage<Body>, signal: AbortSignal) => Promise<void>;

/**
 * For `sqsBatch`: handles the messages of a batch one after another, each on its own and under its own trace. Log lines
 * that are written meanwhile carry `messageId`, `receiveCount` and `traceId`. A message that is not begun when the signal
 * aborts fails too.
 */
export function eachMessage<Body>(handle: MessageHandler<Body>): MessageBatchHandler<Body> {
  return async (messages, signal) => {
    const failures: MessageFailure[] = [];
    for (const message of messages) {
      const { messageId, receiveCount, trace } = message;
      try {
        signal.throwIfAborted();
        await inTrace(trace, () => withLogIds({ messageId, receiveCount }, () => handle(message, signal)));
      } catch (thrown) {
        failures.push({ messageId, error: asError(signal.aborted ? signal.reason : thrown) });
      }
    }
    return failures;
  };
}
