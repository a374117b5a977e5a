import { parseInputAsync, type SchemaOutput, type StandardSchema } from '@hanok/events';
import { asError, InvalidEventError, RecordsFailedError, RejectedRecordError } from '../errors.ts';
import { beforeDeadline, type LambdaContext, runInvocation } from '../invocation.ts';
import { type LogIds, withLogIds } from '../observation/log-ids.ts';
import type { Observation } from '../observation/observe.ts';
import { inTrace } from '../observation/trace.ts';

/** What a handler knows of its invocation. Lambda's retries of an event carry the request id of its first try. */
export type AsyncInvocation = { requestId: string; signal: AbortSignal };

/**
 * Handles one record. A `RejectedRecordError` says that no retry would help; any other rejection makes Lambda try the
 * event again. Settles soon after the signal aborts.
 */
export type RecordHandler<Record> = (record: Record, invocation: AsyncInvocation) => Promise<void>;

type Options<Shape extends StandardSchema> = Observation & {
  record: Shape;
  ids?: (record: SchemaOutput<Shape>) => LogIds;
  handle: RecordHandler<SchemaOutput<Shape>>;
};

/**
 * A Lambda handler for events that a service sends asynchronously: notifications of S3, messages of SNS, one event of
 * EventBridge. Each record stands alone and runs in turn. A rejected one is logged and counted by its reason. Once all have run, `RecordsFailedError` is
 * thrown for those that failed: Lambda then delivers the whole event again, twice, so a handler must make nothing of
 * a record that it has handled. `records` takes the list out of the event; throws `InvalidEventError` when it cannot.
 * Log lines that are written while a record is handled carry its `ids`.
 */
export function asyncEvent<Records extends StandardSchema<readonly unknown[]>, Shape extends StandardSchema>(
  options: Options<Shape> & { records: Records },
) {
  return (event: unknown, context: LambdaContext): Promise<void> =>
    runInvocation(context, options.metrics, async () => {
      const failures: Error[] = [];
      const records = await recordsOf(options.records, event);
      for (const raw of records) {
        // What one record finds out about its trace is not that of the next one.
        const failure = await inTrace(undefined, () => settle(raw, options, context));
        if (failure) failures.push(failure);
      }
      options.metrics.count('RecordsReceived', records.length);
      options.metrics.count('RecordsFailed', failures.length);
      if (failures.length > 0) throw new RecordsFailedError(failures, records.length);
    });
}

async function recordsOf(
  schema: StandardSchema<readonly unknown[]>,
  event: unknown,
): Promise<readonly unknown[]> {
  const parsed = await parseInputAsync(schema, event);
  if (!parsed.ok) throw new InvalidEventError(`Not an event of this function: ${parsed.reason}`);
  return parsed.value;
}

/** The error of a record that is to be tried again; nothing when it was handled or rejected. */
async function settle<Shape extends StandardSchema>(
  raw: unknown,
  options: Options<Shape>,
  context: LambdaContext,
): Promise<Error | undefined> {
  const record = await parseInputAsync(options.record, raw);
  if (!record.ok) return report(new RejectedRecordError('Invalid', record.reason), options);
  return withLogIds(options.ids?.(record.value) ?? {}, async () => {
    try {
      await beforeDeadline(context, (signal) =>
        options.handle(record.value, { requestId: context.awsRequestId, signal }),
      );
      return undefined;
    } catch (thrown) {
      return report(asError(thrown), options);
    }
  });
}

function report(error: Error, { log, metrics }: Observation): Error | undefined {
  if (!(error instanceof RejectedRecordError)) {
    log.error('record failed', { error });
    return error;
  }
  log.warn('record rejected', { reason: error.reason, ...error.fields, error });
  metrics.count('RecordsRejected');
  metrics.count(`Rejected${error.reason}`);
  return undefined;
}
