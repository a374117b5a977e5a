import {
  parseInput,
  parseInputAsync,
  type SchemaOutput,
  sqsEvent,
  type SqsBatchResponse,
  type SqsRecord,
  type StandardSchema,
} from '@hanok/events';
import { asError, InvalidEventError, InvalidRecordError } from './errors.ts';
import { beforeDeadline, type LambdaContext, runInvocation } from './invocation.ts';
import { inTraces } from './observation/log-ids.ts';
import type { Observation } from './observation/observe.ts';
import { currentTrace, inTrace, traceIdOf } from './observation/trace.ts';

/** One message of a standard queue, its body parsed. */
export type SqsMessage<Body> = {
  messageId: string;
  receiveCount: number;
  /** The trace that it came with, otherwise that of the invocation: see `inTrace`. */
  trace?: string | undefined;
  /** When it was sent, by the clock of SQS: milliseconds since the epoch. Undefined when the message does not say it. */
  sentAt?: number | undefined;
  body: Body;
};

/** A message that was not handled and must come back. */
export type MessageFailure = { messageId: string; error: Error };

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
      const records = recordsOf(event);
      const { messages, failures } = await parseBodies(options.body, records);
      const failed = [...failures, ...(await settle(options.handle, messages, context))];
      return report(options, records, failed);
    });
}

function recordsOf(event: unknown): SqsRecord[] {
  const parsed = parseInput(sqsEvent, event);
  if (!parsed.ok) throw new InvalidEventError(`Not an SQS event: ${parsed.reason}`);
  return parsed.value.Records;
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

function factsOf(record: SqsRecord): Omit<SqsMessage<unknown>, 'body'> {
  const [receiveCount, sentAt, trace] = [receiveCountOf(record), sentAtOf(record), traceOf(record)];
  return { messageId: record.messageId, receiveCount, sentAt, ...(trace !== undefined && { trace }) };
}

function traceOf({ attributes, messageAttributes }: SqsRecord): string | undefined {
  const carried = attributes?.AWSTraceHeader ?? messageAttributes?.['traceparent']?.stringValue;
  return traceIdOf(carried) === undefined ? currentTrace() : carried;
}

/** How often the message was received, this time included; a message that does not say it counts as received once. */
function receiveCountOf({ attributes }: SqsRecord): number {
  return Number(attributes?.ApproximateReceiveCount ?? 1);
}

function sentAtOf({ attributes }: SqsRecord): number | undefined {
  const time = attributes?.SentTimestamp;
  return time !== undefined && /^\d{1,15}$/.test(time) ? Number(time) : undefined;
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

function report(
  { log, metrics }: Observation,
  records: readonly SqsRecord[],
  failed: readonly MessageFailure[],
): SqsBatchResponse {
  const facts = new Map(records.map((record) => [record.messageId, factsOf(record)]));
  for (const { messageId, error } of failed) {
    const { receiveCount, trace } = facts.get(messageId) ?? {};
    inTrace(trace, () => log.error('message failed', { messageId, receiveCount, error }));
  }
  const traces = [...facts.values()].map(({ trace }) => trace);
  inTraces(traces, () => log.info('batch', { received: records.length, failed: failed.length }));
  metrics.count('MessagesReceived', records.length);
  metrics.count('MessagesFailed', failed.length);
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}
