import type { BuildAppOptions } from 'fauxqs';

export type Store = NonNullable<BuildAppOptions['stores']>['sqsStore'];
export type Queue = NonNullable<ReturnType<Store['getQueueByName']>>;

/**
 * A message as the engine holds it; `deadLetterSource` is the ARN of the queue that gave it up, `latestReceive` the
 * engine's id of the last receive, `traceHeader` the system attribute AWSTraceHeader.
 */
export type Message = ReturnType<Queue['inspectMessages']>['ready'][number] & {
  deadLetterSource?: string;
  latestReceive?: string;
  traceHeader?: string;
};
export type ReceivedMessage = ReturnType<Queue['dequeue']>[number];
export type MessageAttribute = Message['messageAttributes'][string];
