import * as z from 'zod';
import { invalidParameter, QueueError } from '../../queue-error.ts';
import { queueArn } from '../../queue-url.ts';
import type { EngineQueue } from '../fauxqs.ts';
import { checkedAttributes } from './queue-attributes.ts';
import {
  type EngineContext,
  names,
  pathOf,
  queueAt,
  queueOperation,
  text,
  textMap,
} from './queue-operation.ts';

const FIFO_DEFAULTS = {
  FifoQueue: 'true',
  ContentBasedDeduplication: 'false',
  DeduplicationScope: 'queue',
  FifoThroughputLimit: 'perQueue',
};

/** How long a purge or a deletion holds up the next one, or a queue of the same name. */
const SETTLING_MS = 60_000;
/** When a queue was last purged, and queues of a name were deleted; in memory, so a restart ends the wait. */
const purges = new WeakMap<EngineQueue, number>();
const deletions = new WeakMap<EngineContext, ReadonlyMap<string, number>>();

export const createQueue = queueOperation(
  z.strictObject({ QueueName: text, Attributes: textMap, tags: textMap }),
  (context, { QueueName: name, Attributes, tags }) => {
    checkName(name, Attributes['FifoQueue']);
    const arn = queueArn(context.region, context.accountId, name);
    const attributes = checkedAttributes(Attributes, context, arn);
    const present = context.store.getQueueByName(name);
    checkDeletion(context, name);
    if (present !== undefined) return unchanged(context, present, attributes);
    const all = name.endsWith('.fifo') ? { ...FIFO_DEFAULTS, ...attributes } : attributes;
    const path = `/${context.accountId}/${name}`;
    return { QueueUrl: pathOf(context, context.store.createQueue(name, path, arn, all, tags)) };
  },
);

export const deleteQueue = queueOperation(z.strictObject({ QueueUrl: text }), (context, input) => {
  const queue = queueAt(context, input.QueueUrl);
  context.store.deleteQueue(pathOf(context, queue));
  deletions.set(context, new Map(deletions.get(context)).set(queue.name, Date.now()));
  return {};
});

export const purgeQueue = queueOperation(z.strictObject({ QueueUrl: text }), (context, input) => {
  const queue = queueAt(context, input.QueueUrl);
  if (isRecent(purges.get(queue))) {
    const message = `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`;
    throw new QueueError('PurgeQueueInProgress', message);
  }
  purges.set(queue, Date.now());
  queue.purge();
  return {};
});

export const tagQueue = queueOperation(
  z.strictObject({ QueueUrl: text, Tags: textMap }),
  (context, input) => {
    const queue = queueAt(context, input.QueueUrl);
    for (const [key, value] of Object.entries(input.Tags)) queue.tags.set(key, value);
    context.file?.insertQueue(queue);
    return {};
  },
);

export const untagQueue = queueOperation(
  z.strictObject({ QueueUrl: text, TagKeys: names }),
  (context, input) => {
    const queue = queueAt(context, input.QueueUrl);
    for (const key of input.TagKeys) queue.tags.delete(key);
    context.file?.insertQueue(queue);
    return {};
  },
);

export const listQueueTags = queueOperation(z.strictObject({ QueueUrl: text }), (context, input) => {
  const { tags } = queueAt(context, input.QueueUrl);
  return tags.size > 0 ? { Tags: Object.fromEntries(tags) } : {};
});

function isRecent(time = -Infinity): boolean {
  return Date.now() - time < SETTLING_MS;
}

function checkDeletion(context: EngineContext, name: string): void {
  if (!isRecent(deletions.get(context)?.get(name))) return;
  throw new QueueError(
    'QueueDeletedRecently',
    'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
  );
}

function checkName(name: string, fifo: string | undefined): void {
  if (!/^[\w-]{1,80}$/.test(name.replace(/\.fifo$/, '')) || name.length > 80) {
    throw invalidParameter(
      'QueueName',
      name,
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.',
    );
  }
  if (name.endsWith('.fifo') === (fifo?.toLowerCase() === 'true')) return;
  throw invalidParameter('QueueName', name, 'A name ends in .fifo exactly when FifoQueue is true.');
}

function unchanged(context: EngineContext, queue: EngineQueue, attributes: Record<string, string>): object {
  const different = Object.keys(attributes).find((name) => attributes[name] !== queue.attributes[name]);
  if (different === undefined) return { QueueUrl: pathOf(context, queue) };
  throw new QueueError(
    'QueueNameExists',
    `A queue already exists with the same name and a different value for attribute ${different}`,
  );
}
