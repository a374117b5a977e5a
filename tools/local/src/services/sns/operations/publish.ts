import * as z from 'zod';
import { ApiError } from '../../../gateway/api-error.ts';
import { queryOperation } from '../../../gateway/query-service.ts';
import { traceHeaderOf } from '../../../gateway/trace-header.ts';
import { invalidParameter } from '../errors.ts';
import { contents, MAX_BYTES, newMessage, sizeOf } from '../message-contents.ts';
import type { Message } from '../topic.ts';
import { findTopic, type Topics } from '../topics.ts';
import { listOf } from './lists.ts';

const publication = z.strictObject({
  TopicArn: z.string().optional(),
  TargetArn: z.string().optional(),
  ...contents,
});

const publish = queryOperation(publication, (topics: Topics, { TopicArn, TargetArn, ...given }, request) => {
  const [arn, other] = [TopicArn, TargetArn].filter((each) => each !== undefined);
  if (arn === undefined || other !== undefined)
    throw invalidParameter('TopicArn or TargetArn Reason: give one');
  const topic = findTopic(topics, arn);
  const message = newMessage(given, topics.clock.now(), traceHeaderOf(request));
  topics.publisher.publish(topic, [message]);
  return { MessageId: message.id };
});

const entry = z.strictObject({ Id: z.string(), ...contents });
type Entry = z.infer<typeof entry>;
const batch = z.strictObject({ TopicArn: z.string(), PublishBatchRequestEntries: listOf(entry).default([]) });

const publishBatch = queryOperation(batch, (topics: Topics, input, request) => {
  const { TopicArn, PublishBatchRequestEntries: entries } = input;
  const topic = findTopic(topics, TopicArn);
  checkEntries(entries);
  const trace = traceHeaderOf(request);
  const read = entries.map((one) => readEntry(one, topics.clock.now(), trace));
  const messages = read.flatMap((one) => ('message' in one ? [one] : []));
  topics.publisher.publish(
    topic,
    messages.map(({ message }) => message),
  );
  return {
    Successful: messages.map(({ Id, message }) => ({ Id, MessageId: message.id })),
    Failed: read.flatMap((one) => ('error' in one ? [{ Id: one.Id, ...one.error }] : [])),
  };
});

type Read = { Id: string; message: Message } | { Id: string; error: object };

function readEntry({ Id, ...given }: Entry, now: number, trace: string | undefined): Read {
  try {
    return { Id, message: newMessage(given, now, trace) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { Id, error: { Code: error.code, Message: error.message, SenderFault: true } };
  }
}

function checkEntries(entries: readonly Entry[]): void {
  const ids = new Set(entries.map(({ Id }) => Id));
  if (entries.length === 0)
    throw new ApiError('EmptyBatchRequest', "The batch request doesn't contain any entries.");
  if (entries.length > 10)
    throw new ApiError(
      'TooManyEntriesInBatchRequest',
      'The batch request contains more entries than permissible (more than 10).',
    );
  if (entries.some(({ Id }) => !/^[\w-]{1,80}$/.test(Id)))
    throw new ApiError('InvalidBatchEntryId', 'The Id of a batch entry does not abide by the specification.');
  if (ids.size < entries.length)
    throw new ApiError('BatchEntryIdsNotDistinct', 'Two or more batch entries have the same Id.');
  if (entries.reduce((sum, one) => sum + sizeOf(one), 0) > MAX_BYTES)
    throw new ApiError('BatchRequestTooLong', 'The length of all the batch messages is over 262144 bytes.');
}

/** What is sent to topics. */
export const PUBLISH_OPERATIONS = { Publish: publish, PublishBatch: publishBatch };
