import * as z from 'zod';
import type { Message } from './engine-message.ts';
import type { EngineQueue, EngineStore } from './fauxqs.ts';
import type { QueueFile } from './queue-file.ts';

/** How long SQS remembers a deduplication id. */
const DEDUPLICATION_MS = 5 * 60_000;

const text = z.record(z.string(), z.string());
const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((value): unknown => JSON.parse(value))
    .pipe(schema);

const queueRow = z.object({
  name: z.string(),
  attributes: json(text),
  tags: json(text),
  created: z.number(),
  modified: z.number(),
  sequence: z.number(),
});
const messageRow = z.object({
  message: json(z.custom<Message>((value) => typeof value === 'object' && value !== null)),
  receive_count: z.number(),
  first_received: z.number().nullable(),
  receipt_handle: z.string().nullable(),
  visible_at: z.number().nullable(),
});
const deduplicationRow = z.object({ key: z.string(), message_id: z.string(), sequence: z.string() });

/** Fills the store from the file as it was left, then makes the file the store's write-through persistence. */
export function restoreQueues(
  store: EngineStore,
  file: QueueFile,
  place: (name: string) => [string, string],
): void {
  file.forgetDeduplications(Date.now() - DEDUPLICATION_MS);
  for (const row of file.db.prepare('SELECT * FROM queues').all()) restoreQueue(store, file, place, row);
  store.persistence = file;
  for (const queue of store.allQueues()) queue.persistence = file;
}

function restoreQueue(
  store: EngineStore,
  file: QueueFile,
  place: (name: string) => [string, string],
  row: unknown,
): void {
  const { name, attributes, tags, created, modified, sequence } = queueRow.parse(row);
  const queue = store.createQueue(name, ...place(name), attributes, tags);
  Object.assign(queue, {
    createdTimestamp: created,
    lastModifiedTimestamp: modified,
    sequenceCounter: sequence,
  });
  const messages = file.db.prepare('SELECT * FROM messages WHERE queue = ? ORDER BY position');
  for (const message of messages.iterate(name)) restoreMessage(queue, message);
  const seen = file.db.prepare('SELECT * FROM deduplications WHERE queue = ?');
  for (const duplicate of seen.all(name)) {
    const { key, message_id, sequence: number } = deduplicationRow.parse(duplicate);
    queue.recordDeduplication(key, message_id, number);
  }
}

function restoreMessage(queue: EngineQueue, row: unknown): void {
  const parsed = messageRow.parse(row);
  const { message, receipt_handle: receiptHandle, visible_at: visibilityDeadline } = parsed;
  message.approximateReceiveCount = parsed.receive_count;
  if (parsed.first_received !== null) message.approximateFirstReceiveTimestamp = parsed.first_received;
  if (receiptHandle !== null) message.latestReceive = receiptHandle;
  if (receiptHandle === null || visibilityDeadline === null) return queue.enqueue(message);
  queue.inflightMessages.set(receiptHandle, { message, receiptHandle, visibilityDeadline });
  if (!queue.isFifo() || message.messageGroupId === undefined) return;
  queue.fifoLockedGroups.set(message.messageGroupId, 1);
}
