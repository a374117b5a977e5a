import type { Message } from './engine-message.ts';
import type { EngineQueue } from './fauxqs.ts';
import type { EngineContext } from './operations/queue-operation.ts';

/** Deletes every message that is older than its queue's MessageRetentionPeriod, hidden ones too. */
export function dropExpired(context: EngineContext): void {
  context.transaction(() => {
    for (const queue of context.store.allQueues()) dropFrom(queue);
  });
}

function dropFrom(queue: EngineQueue): void {
  const oldest = Date.now() - Number(queue.attributes['MessageRetentionPeriod']) * 1000;
  const expired = (message: Message) => message.sentTimestamp < oldest;
  const keep = (messages: Message[]) => (messages.some(expired) ? messages.filter(kept) : messages);
  const kept = (message: Message) => {
    if (expired(message)) queue.persistence?.deleteMessage(message.messageId);
    return !expired(message);
  };
  queue.messages = keep(queue.messages);
  queue.delayedMessages = keep(queue.delayedMessages);
  for (const groups of [queue.fifoMessages, queue.fifoDelayed]) keepGroups(groups, keep);
  for (const [handle, { message }] of queue.inflightMessages)
    if (expired(message)) queue.deleteMessage(handle);
}

function keepGroups(groups: Map<string, Message[]>, keep: (messages: Message[]) => Message[]): void {
  for (const [group, messages] of groups) {
    const rest = keep(messages);
    if (rest.length > 0) groups.set(group, rest);
    else groups.delete(group);
  }
}
