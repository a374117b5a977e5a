import type { Message, MessageAttribute, Queue, ReceivedMessage, Store } from './engine-message.ts';
import type { QueueFile } from './queue-file.ts';

/** The engine's queue, with our own file as its write-through persistence. */
export type EngineQueue = Pick<
  Queue,
  | 'name'
  | 'arn'
  | 'tags'
  | 'sequenceCounter'
  | 'lastModifiedTimestamp'
  | 'isFifo'
  | 'getAllAttributes'
  | 'setAttributes'
  | 'deleteMessage'
  | 'changeVisibility'
  | 'processTimers'
  | 'waitForMessages'
  | 'purge'
  | 'checkDeduplication'
  | 'recordDeduplication'
  | 'nextSequenceNumber'
  | 'fifoLockedGroups'
> & {
  attributes: Record<string, string>;
  createdTimestamp: number;
  messages: Message[];
  delayedMessages: Message[];
  deduplicationCache: { clear(): void };
  fifoMessages: Map<string, Message[]>;
  fifoDelayed: Map<string, Message[]>;
  inflightMessages: Map<string, { message: Message; receiptHandle: string; visibilityDeadline: number }>;
  persistence?: QueueFile | undefined;
  enqueue(message: Message): void;
  dequeue(
    count: number,
    visibilityTimeout: number | undefined,
    deadLetterQueue: (arn: string) => { enqueue(message: Message): void } | undefined,
  ): ReceivedMessage[];
};

export type EngineStore = Pick<Store, 'deleteQueue'> & {
  persistence?: QueueFile | undefined;
  createQueue(
    name: string,
    url: string,
    arn: string,
    attributes?: Record<string, string>,
    tags?: Record<string, string>,
  ): EngineQueue;
  allQueues(): Iterable<EngineQueue>;
  getQueueByName(name: string): EngineQueue | undefined;
  getQueueByArn(arn: string): EngineQueue | undefined;
};

export type Fauxqs = {
  SqsStore: {
    new (): EngineStore;
    createMessage(
      body: string,
      attributes: Record<string, MessageAttribute>,
      delaySeconds?: number,
      groupId?: string,
      deduplicationId?: string,
    ): Message;
  };
  md5OfMessageAttributes(attributes: Record<string, MessageAttribute>): string;
};

/**
 * The engine's queue state machine without its HTTP server, which would listen on every interface. The package
 * exports only its server, so the two modules are found beside its entry; the exact pin of its version keeps
 * them where they are.
 */
export async function loadFauxqs(): Promise<Fauxqs> {
  const entry = import.meta.resolve('fauxqs');
  const store = await import(new URL('./sqs/sqsStore.js', entry).href);
  const md5 = await import(new URL('./common/md5.js', entry).href);
  return { SqsStore: store.SqsStore, md5OfMessageAttributes: md5.md5OfMessageAttributes };
}
