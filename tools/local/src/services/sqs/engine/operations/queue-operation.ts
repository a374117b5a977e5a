import * as z from 'zod';
import { invalidParameter, missingParameter, QueueError } from '../../queue-error.ts';
import { queueNameOf } from '../../queue-url.ts';
import type { EngineQueue, EngineStore, Fauxqs } from '../fauxqs.ts';
import type { QueueFile } from '../queue-file.ts';

/** What every operation works on. */
export type EngineContext = Fauxqs & {
  store: EngineStore;
  /** Absent when everything stays in memory. */
  file: QueueFile | undefined;
  region: string;
  accountId: string;
  /** A number from 0 to below 1. */
  random: () => number;
  /** Runs synchronous work as one transaction of the file: all of it survives a crash, or none. */
  transaction<Result>(work: () => Result): Result;
};

/**
 * One SQS operation: parses the JSON protocol's input, answers the JSON protocol's output. The signal aborts when
 * nobody waits for the answer any more.
 */
export type QueueOperation = (
  context: EngineContext,
  input: unknown,
  signal: AbortSignal,
) => object | Promise<object>;

/** An operation that runs whole in one transaction. */
export function queueOperation<Schema extends z.ZodType>(
  schema: Schema,
  run: (context: EngineContext, input: z.infer<Schema>) => object,
): QueueOperation {
  return (context, input) => context.transaction(() => run(context, parseInput(schema, input)));
}

/** The input by its schema. Throws a QueueError that names the first parameter at fault. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const result = schema.safeParse(input, { reportInput: true });
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (issue === undefined) throw invalidParameter('request', input, 'It does not match.');
  if (issue.code === 'unrecognized_keys') {
    throw new QueueError('UnsupportedOperation', `Unsupported parameter: ${issue.keys.join(', ')}.`);
  }
  const name = issue.path.join('.');
  throw issue.input === undefined
    ? missingParameter(name)
    : invalidParameter(name, issue.input, issue.message);
}

/** A required text parameter; empty counts as missing, as SQS says it. */
export const text = z
  .string()
  .transform((value) => (value === '' ? undefined : value))
  .pipe(z.string());
/** An optional list or map; older SDKs send null. */
export const names = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);
export const textMap = z
  .record(z.string(), z.string())
  .nullish()
  .transform((value) => value ?? {});
/** An optional whole number between the bounds, inclusive. */
export const whole = (min: number, max: number, reason = `Must be between ${min} and ${max}, if provided.`) =>
  z.number(reason).int(reason).min(min, reason).max(max, reason).nullish();

/** The queue that the URL names. Throws `InvalidAddress` or `QueueDoesNotExist`. */
export function queueAt(context: EngineContext, url: string): EngineQueue {
  const form = /\/\d{12}\/[\w.-]+\/?$/.test(url);
  if (!form)
    throw new QueueError(
      'InvalidAddress',
      `The address ${url.slice(0, 200)} is not valid for this endpoint.`,
    );
  return existing(context.store.getQueueByName(queueNameOf(url, context.accountId) ?? ''));
}

/** The queue, if there is one. Throws `QueueDoesNotExist`. */
export function existing(queue: EngineQueue | undefined): EngineQueue {
  if (queue === undefined) throw new QueueError('QueueDoesNotExist', 'The specified queue does not exist.');
  return queue;
}

/** A queue's URL below the gateway; the service in front adds the gateway's own address. */
export const pathOf = (context: EngineContext, queue: EngineQueue): string =>
  `/${context.accountId}/${queue.name}`;
