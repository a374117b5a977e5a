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
import { handleMessage, type MessageHandler } from './each-message.ts';
import { factsOf, queueRecords, reportMessages, type SqsMessage } from './queue-records.ts';

/** One message of a FIFO queue. */
export type SqsFifoMessage<Body> = SqsMessage<Body> & {
  /** Messages of one group are handled in the order of their sequence numbers. */
  groupId: string;
  /** Up to 20 digits. */
  sequenceNumber: string | undefined;
};

/** Where a batch got to: its records that are not done yet, each with why, once that is known. */
type Open = Map<SqsRecord, Error | undefined>;

/**
 * A Lambda handler for a FIFO queue with ReportBatchItemFailures. The messages of one group are handled one after another,
 * groups side by side. A group ends at its first failure, a bad body included: that message and the rest of its group
 * are answered as failed, so that SQS keeps their order. What the deadline cuts off comes back. Log lines carry
 * `messageId` and `receiveCount`. Throws `InvalidEventError` for an event of another kind.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function sqsFifoBatch<Schema extends StandardSchema>(
  options: Observation & {
    body: Schema;
    handle: MessageHandler<SchemaOutput<Schema>, SqsFifoMessage<SchemaOutput<Schema>>>;
  },
) {
  return (event: unknown, context: LambdaContext): Promise<SqsBatchResponse> =>
    runInvocation(context, options.metrics, async () => {
      const records = queueRecords(event);
      const open: Open = new Map(records.map((record) => [record, undefined]));
      const groups = [...Map.groupBy(records, groupOf).values()];
      let cause: Error | undefined;
      try {
        await beforeDeadline(context, async (signal) => {
          await Promise.all(groups.map((group) => handleGroup(group, { ...options, open, signal })));
        });
      } catch (thrown) {
        cause = asError(thrown);
      }
      const failed = [...open].map(([{ messageId }, error = cause ?? notBegun()]) => ({ messageId, error }));
      return reportMessages(options, records, failed);
    });
}

async function handleGroup<Schema extends StandardSchema>(
  group: readonly SqsRecord[],
  run: {
    body: Schema;
    handle: MessageHandler<SchemaOutput<Schema>, SqsFifoMessage<SchemaOutput<Schema>>>;
    open: Open;
    signal: AbortSignal;
  },
): Promise<void> {
  for (const record of group) {
    const { open, signal } = run;
    const facts = factsOf(record);
    const error = await handleMessage(facts, signal, async () => {
      const parsed = await parseInputAsync(run.body, record.body);
      if (!parsed.ok) throw new InvalidRecordError(parsed.reason);
      const [groupId, sequenceNumber] = [groupOf(record), record.attributes?.SequenceNumber];
      await run.handle({ ...facts, groupId, sequenceNumber, body: parsed.value }, signal);
    });
    if (error) {
      open.set(record, error);
      return;
    }
    open.delete(record);
  }
}

/** A standard queue's message may have no group: such messages are one. */
function groupOf({ attributes }: SqsRecord): string {
  return attributes?.MessageGroupId ?? '';
}

function notBegun(): Error {
  return new Error('A message of its group before it has failed');
}
