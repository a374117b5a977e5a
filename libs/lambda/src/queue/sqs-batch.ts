import {
  parseInputAsync,
  type SchemaOutput,
  type SqsBatchResponse,
  type SqsRecord,
  type StandardSchema,
} from '@hanok/events';
import { asError, InvalidRecordError } from '../errors.ts';
import { beforeDeadline, type LambdaContext, runInvocation } from '../invocation.ts';
import type { Observation } from '../observation/observe.ts';
import {
  factsOf,
  type MessageFailure,
  queueRecords,
  reportMessages,
  type SqsMessage,
} from './queue-records.ts';

/**
 * Handles the valid messages of a batch and answers those that failed; a rejection fails them all. Settles soon
 * after the signal aborts, with what is unfinished among the failures.
 */
export type MessageBatchHandler<Body> = (
  messages: readonly SqsMessage<Body>[],
  signal: AbortSignal,
) => Promise<readonly MessageFailure[]>;

/**
 * A Lambda handler for a standard queue with ReportBatchItemFailures. Each message stands alone: one with a bad body
 * fails by itself, and what the deadline cuts off comes back. Throws `InvalidEventError` for an event of another kind.
 */
export function sqsBatch<Schema extends StandardSchema>(
  options: Observation & { body: Schema; handle: MessageBatchHandler<SchemaOutput<Schema>> },
) {
  return (event: unknown, context: LambdaContext): Promise<SqsBatchResponse> =>
    runInvocation(context, options.metrics, async () => {
      const records = queueRecords(event);
      const { messages, failures } = await parseBodies(options.body, records);
      const failed = [...failures, ...(await settle(options.handle, messages, context))];
      return reportMessages(options, records, failed);
    });
}

async function parseBodies<Schema extends StandardSchema>(schema: Schema, records: readonly SqsRecord[]) {
  const messages: SqsMessage<SchemaOutput<Schema>>[] = [];
  const failures: MessageFailure[] = [];
  for (const record of records) {
    const { messageId } = record;
    const parsed = await parseInputAsync(schema, record.body);
    if (parsed.ok) messages.push({ ...factsOf(record), body: parsed.value });
    else failures.push({ messageId, error: new InvalidRecordError(parsed.reason) });
  }
  return { messages, failures };
}

async function settle<Body>(
  handle: MessageBatchHandler<Body>,
  messages: readonly SqsMessage<Body>[],
  context: LambdaContext,
): Promise<readonly MessageFailure[]> {
  if (messages.length === 0) return [];
  try {
    return await beforeDeadline(context, (signal) => handle(messages, signal));
  } catch (thrown) {
    return messages.map(({ messageId }) => ({ messageId, error: asError(thrown) }));
  }
}
