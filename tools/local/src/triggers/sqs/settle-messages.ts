import type { BatchOutcome } from '../delivery/invoke-batch.ts';
import { parseBatchAnswer } from '../delivery/partial-batch.ts';

/** What becomes of a batch: the done messages are deleted, the others come back after their visibility timeout. */
type Settlement<Message> = { done: readonly Message[]; complaint?: string };

/**
 * Lambda's rules for the answer to an SQS batch.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function settleMessages<Message extends { messageId: string }>(
  batch: readonly Message[],
  outcome: BatchOutcome,
  reportBatchItemFailures: boolean,
): Settlement<Message> {
  if (outcome.kind === 'not-run') return { done: [], complaint: `${outcome.reason}: ${outcome.message}` };
  if (outcome.kind === 'function-error') return { done: [] };
  if (!reportBatchItemFailures) return { done: batch };
  const answer = parseBatchAnswer(outcome.payload, new Set(batch.map((message) => message.messageId)));
  switch (answer.kind) {
    case 'succeeded':
      return { done: batch };
    case 'failed': {
      const failed = new Set(answer.identifiers);
      return { done: batch.filter((message) => !failed.has(message.messageId)) };
    }
    case 'malformed':
      return { done: [], complaint: `the answer is malformed, so the whole batch failed: ${answer.reason}` };
  }
}
