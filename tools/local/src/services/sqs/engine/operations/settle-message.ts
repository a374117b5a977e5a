import * as z from 'zod';
import { QueueError } from '../../queue-error.ts';
import { batchEntries, runBatch } from './batch.ts';
import type { EngineQueue } from '../fauxqs.ts';
import { parseInput, queueAt, queueOperation, text, whole } from './queue-operation.ts';

const deletion = z.strictObject({ ReceiptHandle: text });
const change = z.strictObject({ ReceiptHandle: text, VisibilityTimeout: whole(0, 43_200).unwrap().unwrap() });
const withId = { Id: z.string() };
const withQueue = { QueueUrl: text };
const batch = z.strictObject({ QueueUrl: text, Entries: batchEntries });

export const deleteMessage = queueOperation(deletion.extend(withQueue), (context, input) =>
  remove(queueAt(context, input.QueueUrl), input.ReceiptHandle),
);

export const deleteMessageBatch = queueOperation(batch, (context, input) => {
  const queue = queueAt(context, input.QueueUrl);
  return runBatch(input.Entries, (entry) =>
    remove(queue, parseInput(deletion.extend(withId), entry).ReceiptHandle),
  );
});

export const changeMessageVisibility = queueOperation(change.extend(withQueue), (context, input) =>
  hide(queueAt(context, input.QueueUrl), input),
);

export const changeMessageVisibilityBatch = queueOperation(batch, (context, input) => {
  const queue = queueAt(context, input.QueueUrl);
  return runBatch(input.Entries, (entry) => hide(queue, parseInput(change.extend(withId), entry)));
});

/** A handle that was good once deletes nothing and is no error, as on AWS. */
function remove(queue: EngineQueue, handle: string): object {
  checkHandle(handle);
  queue.deleteMessage(handle);
  return {};
}

function hide(queue: EngineQueue, { ReceiptHandle, VisibilityTimeout }: z.infer<typeof change>): object {
  checkHandle(ReceiptHandle);
  if (!queue.inflightMessages.has(ReceiptHandle)) {
    throw new QueueError('MessageNotInflight', 'The message referred to is not in flight.');
  }
  queue.changeVisibility(ReceiptHandle, VisibilityTimeout);
  return {};
}

function checkHandle(handle: string): void {
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(handle)) return;
  throw new QueueError('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
}
