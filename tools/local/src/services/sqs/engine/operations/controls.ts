import type { EngineContext, QueueOperation } from './queue-operation.ts';

/** What the stack itself asks of the engine; no client can. */
export const controls: ReadonlyMap<string, QueueOperation> = new Map<string, QueueOperation>([
  ['ForgetMessages', async (context) => forgetMessages(context)],
  ['CountVisible', async (context) => countVisible(context)],
]);

/** Forgets every message and deduplication id; queues stay. */
function forgetMessages({ store, file }: EngineContext): object {
  for (const queue of store.allQueues()) {
    queue.purge();
    queue.deduplicationCache.clear();
  }
  file?.forgetDeduplications(Infinity);
  return {};
}

/** How many messages can be received now, by the ARN of their queue; queues without any are left out. */
function countVisible({ store }: EngineContext): object {
  const counts = [...store.allQueues()].map((queue) => {
    queue.processTimers();
    const groups = [...queue.fifoMessages].filter(([group]) => !queue.fifoLockedGroups.has(group));
    const grouped = groups.reduce((sum, [, messages]) => sum + messages.length, 0);
    return [queue.arn, queue.messages.length + grouped] as const;
  });
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}
