/** What may begin a trace, beside requests to an API: the calls with which a client outside sends something in. */
const ENTRIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sqs: { SendMessage: 'message', SendMessageBatch: 'message', StartMessageMoveTask: 'redrive' },
  sns: { Publish: 'publish', PublishBatch: 'publish' },
  events: { PutEvents: 'event' },
  s3: {
    ...{ PutObject: 'upload', PostObject: 'upload', CopyObject: 'upload' },
    ...{ CompleteMultipartUpload: 'upload', DeleteObject: 'delete', DeleteObjects: 'delete' },
  },
  states: { StartExecution: 'execution', StartSyncExecution: 'execution' },
  lambda: { Invoke: 'invoke' },
  gamelift: {
    StartMatchmaking: 'ticket',
    StartMatchBackfill: 'ticket',
    AcceptMatch: 'ticket',
    StopMatchmaking: 'ticket',
  },
  dynamodb: {
    ...{ PutItem: 'write', UpdateItem: 'write', DeleteItem: 'write' },
    ...{ BatchWriteItem: 'write', TransactWriteItems: 'write' },
  },
};

/** Undefined for a call that makes nothing follow. */
export function entryKindOf(service: string, operation: string): string | undefined {
  return ENTRIES[service]?.[operation];
}

const BATCHES: ReadonlySet<string> = new Set(['SendMessageBatch', 'PublishBatch', 'PutEvents']);

/** Whether each item of a call is a message by itself, with a trace of its own. */
export function isBatch(operation: string): boolean {
  return BATCHES.has(operation);
}
