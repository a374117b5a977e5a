import * as z from 'zod';
import { batchEntries, runBatch } from './batch.ts';
import { parseInput, queueAt, queueOperation, text, whole } from './queue-operation.ts';
import { deleteByHandle, hideByHandle } from './receipt-handle.ts';

const deletion = z.strictObject({ ReceiptHandle: text });
const change = z.strictObject({ ReceiptHandle: text, VisibilityTimeout: whole(0, 43_200).unwrap().unwrap() });
const withId = { Id: z.string() };
const withQueue = { QueueUrl: text };
const batch = z.strictObject({ QueueUrl: text, Entries: batchEntries });

export const deleteMessage = queueOperation(deletion.extend(withQueue), (context, input) => {
  deleteByHandle(queueAt(context, input.QueueUrl), input.ReceiptHandle);
  return {};
});

export const deleteMessageBatch = queueOperation(batch, (context, input) => {
  const queue = queueAt(context, input.QueueUrl);
  return runBatch(input.Entries, (entry) => {
    deleteByHandle(queue, parseInput(deletion.extend(withId), entry).ReceiptHandle);
    return {};
  });
});

export const changeMessageVisibility = queueOperation(change.extend(withQueue), (context, input) => {
  hideByHandle(queueAt(context, input.QueueUrl), input.ReceiptHandle, input.VisibilityTimeout);
  return {};
});

export const changeMessageVisibilityBatch = queueOperation(batch, (context, input) => {
  const queue = queueAt(context, input.QueueUrl);
  return runBatch(input.Entries, (entry) => {
    const { ReceiptHandle, VisibilityTimeout } = parseInput(change.extend(withId), entry);
    hideByHandle(queue, ReceiptHandle, VisibilityTimeout);
    return {};
  });
});
