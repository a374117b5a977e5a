import { parseInput, sqsEvent, type SqsBatchResponse, type SqsRecord } from '@hanok/events';
import { InvalidEventError } from '../errors.ts';
import { inTraces } from '../observation/log-ids.ts';
import type { Observation } from '../observation/observe.ts';
import { currentTrace, inTrace, traceIdOf } from '../observation/trace.ts';

/** One message of a queue, its body parsed. */
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

/** Throws `InvalidEventError` for an event of another kind. */
export function queueRecords(event: unknown): SqsRecord[] {
  const parsed = parseInput(sqsEvent, event);
  if (!parsed.ok) throw new InvalidEventError(`Not an SQS event: ${parsed.reason}`);
  return parsed.value.Records;
}

/** What a record says of its message beside the body. */
export function factsOf(record: SqsRecord): Omit<SqsMessage<never>, 'body'> {
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

/** Logs and counts the messages that failed, and answers them: they come back, the others are deleted. */
export function reportMessages(
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
