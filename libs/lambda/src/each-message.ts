import { asError } from './errors.ts';
import { traceIds, withLogIds } from './observation/log-ids.ts';
import type { MessageBatchHandler, MessageFailure, SqsMessage } from './sqs-batch.ts';

/** Handles one message; a rejection brings it back. Settles soon after the signal aborts. */
export type MessageHandler<Body> = (message: SqsMessage<Body>, signal: AbortSignal) => Promise<void>;

/**
 * For `sqsBatch`: handles the messages of a batch one after another, each on its own. Log lines that are written
 * meanwhile carry `messageId`, `receiveCount` and the message's own `traceId`, if it has one. A message that is not begun when the signal aborts fails too.
 */
export function eachMessage<Body>(handle: MessageHandler<Body>): MessageBatchHandler<Body> {
  return async (messages, signal) => {
    const failures: MessageFailure[] = [];
    for (const message of messages) {
      const { messageId, receiveCount, trace } = message;
      try {
        signal.throwIfAborted();
        await withLogIds({ messageId, receiveCount, ...traceIds(trace) }, () => handle(message, signal));
      } catch (thrown) {
        failures.push({ messageId, error: asError(signal.aborted ? signal.reason : thrown) });
      }
    }
    return failures;
  };
}
