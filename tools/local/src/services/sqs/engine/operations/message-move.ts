import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { invalidParameter, QueueError } from '../../queue-error.ts';
import type { Message } from '../engine-message.ts';
import type { EngineQueue } from '../fauxqs.ts';
import { type EngineContext, existing, queueOperation, text, whole } from './queue-operation.ts';
import { sourcesOf } from './redrive-policy.ts';

type Task = { Status: 'COMPLETED' | 'FAILED'; SourceArn: string; StartedTimestamp: number } & Record<
  string,
  unknown
>;

const tasks = new WeakMap<EngineContext, Task[]>();
const tasksOf = (context: EngineContext): Task[] => tasks.get(context) ?? [];

/**
 * Moves every visible message of a dead-letter queue to the destination, or back to where it came from, as new
 * messages. The whole move is one transaction, so the task is over when the call returns. `Moved` is for the stack alone.
 */
export const startMessageMoveTask = queueOperation(
  z.strictObject({ SourceArn: text, DestinationArn: z.string().nullish() }),
  (context, { SourceArn, DestinationArn }) => {
    const source = queueByArn(context, 'SourceArn', SourceArn);
    if (sourcesOf(context, SourceArn).length === 0) {
      throw invalidParameter(
        'SourceArn',
        SourceArn,
        'Source queue must be configured as a Dead Letter Queue.',
      );
    }
    const given = DestinationArn == null ? undefined : queueByArn(context, 'DestinationArn', DestinationArn);
    const { task: moved, Moved } = move(context, source, given);
    const task = { ...(given && { DestinationArn: given.arn }), ...moved };
    tasks.set(context, [task, ...tasksOf(context)].slice(0, 100));
    return {
      TaskHandle: Buffer.from(JSON.stringify({ taskId: randomUUID(), SourceArn })).toString('base64'),
      Moved,
    };
  },
);

export const listMessageMoveTasks = queueOperation(
  z.strictObject({ SourceArn: text, MaxResults: whole(1, 10) }),
  (context, { SourceArn, MaxResults }) => {
    queueByArn(context, 'SourceArn', SourceArn);
    const found = tasksOf(context).filter((task) => task.SourceArn === SourceArn);
    return found.length > 0 ? { Results: found.slice(0, MaxResults ?? 1) } : {};
  },
);

/** A message's id, and the one that it has since it was moved. */
type MovedMessage = { from: string; to: string };

function move(
  context: EngineContext,
  source: EngineQueue,
  given: EngineQueue | undefined,
): { task: Task; Moved: MovedMessage[] } {
  source.processTimers();
  const waiting = source.isFifo() ? [...source.fifoMessages.values()].flat() : source.messages;
  const target = (message: Message) => given ?? context.store.getQueueByArn(message.deadLetterSource ?? '');
  const stuck = waiting.filter((message) => target(message) === undefined);
  source.messages = source.isFifo() ? [] : stuck;
  source.fifoMessages = source.isFifo() ? byGroup(stuck) : new Map();
  const Moved = waiting.flatMap((message) => transfer(context, source, target(message), message));
  const task: Task = {
    Status: stuck.length > 0 ? 'FAILED' : 'COMPLETED',
    SourceArn: source.arn,
    StartedTimestamp: Date.now(),
    ApproximateNumberOfMessagesMoved: waiting.length - stuck.length,
    ApproximateNumberOfMessagesToMove: waiting.length,
    ...(stuck.length > 0 && { FailureReason: 'CouldNotDetermineMessageSource' }),
  };
  return { task, Moved };
}

function transfer(
  context: EngineContext,
  source: EngineQueue,
  target: EngineQueue | undefined,
  message: Message,
): MovedMessage[] {
  if (target === undefined) return [];
  const { body, messageAttributes, messageGroupId, messageDeduplicationId } = message;
  source.persistence?.deleteMessage(message.messageId);
  const fresh = context.SqsStore.createMessage(
    body,
    messageAttributes,
    undefined,
    messageGroupId,
    messageDeduplicationId,
  );
  if (message.traceHeader !== undefined) fresh.traceHeader = message.traceHeader;
  if (target.isFifo()) fresh.sequenceNumber = target.nextSequenceNumber();
  target.enqueue(fresh);
  return [{ from: message.messageId, to: fresh.messageId }];
}

function byGroup(messages: readonly Message[]): Map<string, Message[]> {
  return Map.groupBy(messages, (message) => message.messageGroupId ?? '');
}

function queueByArn(context: EngineContext, parameter: string, arn: string): EngineQueue {
  if (!/^arn:aws:sqs:[\w-]+:\d{12}:[\w.-]+$/.test(arn))
    throw invalidParameter(parameter, arn, 'It is no queue ARN.');
  const queue = context.store.getQueueByArn(arn);
  if (queue !== undefined) return existing(queue);
  throw new QueueError(
    'ResourceNotFoundException',
    `The resource that you specified for the ${parameter} parameter doesn't exist.`,
  );
}
