import { listMessageMoveTasks, startMessageMoveTask } from './message-move.ts';
import { peekMessages } from './peek-messages.ts';
import { getQueueAttributes, setQueueAttributes } from './queue-attributes.ts';
import {
  createQueue,
  deleteQueue,
  listQueueTags,
  purgeQueue,
  tagQueue,
  untagQueue,
} from './queue-lifecycle.ts';
import { getQueueUrl, listQueues, queueDepths } from './queue-listing.ts';
import type { QueueOperation } from './queue-operation.ts';
import { receiveMessage } from './receive-message.ts';
import { listDeadLetterSourceQueues } from './redrive-policy.ts';
import { sendMessage, sendMessageBatch } from './send-message.ts';
import {
  changeMessageVisibility,
  changeMessageVisibilityBatch,
  deleteMessage,
  deleteMessageBatch,
} from './settle-message.ts';

/** Every operation that the engine runs, by its SQS name; what is no operation of SQS, no client can call. */
export const operations: ReadonlyMap<string, QueueOperation> = new Map([
  ['CreateQueue', createQueue],
  ['DeleteQueue', deleteQueue],
  ['GetQueueUrl', getQueueUrl],
  ['ListQueues', listQueues],
  ['GetQueueAttributes', getQueueAttributes],
  ['SetQueueAttributes', setQueueAttributes],
  ['SendMessage', sendMessage],
  ['SendMessageBatch', sendMessageBatch],
  ['ReceiveMessage', receiveMessage],
  ['DeleteMessage', deleteMessage],
  ['DeleteMessageBatch', deleteMessageBatch],
  ['ChangeMessageVisibility', changeMessageVisibility],
  ['ChangeMessageVisibilityBatch', changeMessageVisibilityBatch],
  ['PurgeQueue', purgeQueue],
  ['TagQueue', tagQueue],
  ['UntagQueue', untagQueue],
  ['ListQueueTags', listQueueTags],
  ['ListDeadLetterSourceQueues', listDeadLetterSourceQueues],
  ['StartMessageMoveTask', startMessageMoveTask],
  ['ListMessageMoveTasks', listMessageMoveTasks],
  ['QueueDepths', queueDepths],
  ['PeekMessages', peekMessages],
]);
