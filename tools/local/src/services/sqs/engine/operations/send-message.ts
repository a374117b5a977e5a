import { createHash } from 'node:crypto';
import * as z from 'zod';
import { invalidParameter, missingParameter, QueueError } from '../../queue-error.ts';
import { batchEntries, runBatch } from './batch.ts';
import type { Message } from '../engine-message.ts';
import type { EngineQueue } from '../fauxqs.ts';
import { checkContents, MAX_MESSAGE_BYTES, sizeOf } from './message-contents.ts';
import { type EngineContext, parseInput, queueAt, queueOperation, text, whole } from './queue-operation.ts';

const WRONG_TYPE = 'The request include parameter that is not valid for this queue type.';
const orderingId = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/, 'Must be 1 to 128 printable characters.')
  .nullish();
const attribute = z
  .strictObject({
    DataType: z.string(),
    StringValue: z.string().nullish(),
    BinaryValue: z.string().nullish(),
  })
  .transform(({ DataType, StringValue, BinaryValue }) => ({
    DataType,
    ...(StringValue != null && { StringValue }),
    ...(BinaryValue != null && { BinaryValue }),
  }));
/** The one system attribute that a sender may set: the trace that the message belongs to. */
const traceHeader = z
  .strictObject({
    DataType: z.literal('String'),
    StringValue: z.string().min(1),
    BinaryValue: z.null().optional(),
  })
  .optional();
const message = z.strictObject({
  MessageBody: z.string(),
  DelaySeconds: whole(0, 900),
  MessageAttributes: z
    .record(z.string(), attribute)
    .nullish()
    .transform((value) => value ?? {}),
  MessageSystemAttributes: z.strictObject({ AWSTraceHeader: traceHeader }).nullish(),
  MessageGroupId: orderingId,
  MessageDeduplicationId: orderingId,
});
const entry = message.extend({ Id: z.string() });
type Sent = z.infer<typeof message>;

export const sendMessage = queueOperation(message.extend({ QueueUrl: text }), (context, input) =>
  send(context, queueAt(context, input.QueueUrl), input),
);

export const sendMessageBatch = queueOperation(
  z.strictObject({ QueueUrl: text, Entries: batchEntries }),
  (context, input) => {
    const queue = queueAt(context, input.QueueUrl);
    checkBatchSize(input.Entries);
    if (queue.isFifo()) checkOrdering(queue, input.Entries);
    return runBatch(input.Entries, (each) => send(context, queue, parseInput(entry, each)));
  },
);

function checkBatchSize(entries: readonly object[]): void {
  const sizes = entries
    .map((each) => entry.safeParse(each))
    .map(({ data }) => (data ? sizeOf(contents(data)) : 0));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes <= MAX_MESSAGE_BYTES) return;
  throw new QueueError(
    'BatchRequestTooLong',
    `Batch requests cannot be longer than ${MAX_MESSAGE_BYTES} bytes. You have sent ${bytes} bytes.`,
  );
}

/** A batch for a FIFO queue is refused whole when an entry lacks its group, or what it is deduplicated by. */
function checkOrdering(queue: EngineQueue, entries: readonly object[]): void {
  for (const { data } of entries.map((each) => entry.safeParse(each))) {
    if (data === undefined) continue;
    if (data.MessageGroupId == null)
      throw new QueueError('InvalidParameterValue', 'The request must contain the parameter MessageGroupId.');
    deduplicationId(queue, data);
  }
}

const contents = (sent: Sent) => ({ body: sent.MessageBody, attributes: sent.MessageAttributes });

function send(context: EngineContext, queue: EngineQueue, sent: Sent): object {
  checkContents(contents(sent), Number(queue.attributes['MaximumMessageSize']));
  if (queue.isFifo()) return sendOrdered(context, queue, sent);
  if (sent.MessageDeduplicationId != null) {
    throw invalidParameter('MessageDeduplicationId', sent.MessageDeduplicationId, WRONG_TYPE);
  }
  const created = create(context, sent, sent.DelaySeconds ?? Number(queue.attributes['DelaySeconds']));
  queue.enqueue(created);
  return receipt(context, created);
}

function sendOrdered(context: EngineContext, queue: EngineQueue, sent: Sent): object {
  if (sent.MessageGroupId == null) throw missingParameter('MessageGroupId');
  if (sent.DelaySeconds) {
    throw invalidParameter('DelaySeconds', sent.DelaySeconds, WRONG_TYPE);
  }
  const id = deduplicationId(queue, sent);
  const created = create(
    context,
    { ...sent, MessageDeduplicationId: id },
    Number(queue.attributes['DelaySeconds']),
  );
  const perGroup = queue.attributes['DeduplicationScope'] === 'messageGroup';
  const key = perGroup ? `${sent.MessageGroupId} ${id}` : id;
  const earlier = queue.checkDeduplication(key);
  if (earlier.isDuplicate)
    return receipt(context, created, earlier.originalMessageId, earlier.originalSequenceNumber);
  created.sequenceNumber = queue.nextSequenceNumber();
  queue.recordDeduplication(key, created.messageId, created.sequenceNumber);
  context.file?.insertDeduplication(queue.name, key, created);
  queue.enqueue(created);
  return receipt(context, created);
}

function deduplicationId(queue: EngineQueue, sent: Sent): string {
  if (sent.MessageDeduplicationId != null) return sent.MessageDeduplicationId;
  if (queue.attributes['ContentBasedDeduplication'] === 'true') {
    return createHash('sha256').update(sent.MessageBody).digest('hex');
  }
  throw new QueueError(
    'InvalidParameterValue',
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}

function create(context: EngineContext, sent: Sent, delaySeconds: number): Message {
  const created: Message = context.SqsStore.createMessage(
    sent.MessageBody,
    sent.MessageAttributes,
    delaySeconds > 0 ? delaySeconds : undefined,
    sent.MessageGroupId ?? undefined,
    sent.MessageDeduplicationId ?? undefined,
  );
  const trace = sent.MessageSystemAttributes?.AWSTraceHeader?.StringValue;
  if (trace !== undefined) created.traceHeader = trace;
  return created;
}

function receipt(
  { md5OfMessageAttributes }: EngineContext,
  created: Message,
  id = created.messageId,
  sequence = created.sequenceNumber,
): object {
  const { md5OfBody, md5OfMessageAttributes: attributes, traceHeader: trace } = created;
  const system = trace && { AWSTraceHeader: { DataType: 'String', StringValue: trace } };
  return {
    MessageId: id,
    MD5OfMessageBody: md5OfBody,
    ...(attributes !== '' && { MD5OfMessageAttributes: attributes }),
    ...(system && { MD5OfMessageSystemAttributes: md5OfMessageAttributes(system) }),
    ...(sequence !== undefined && { SequenceNumber: sequence }),
  };
}
