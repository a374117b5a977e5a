import { boolean, integer, list, map, type Structure, structure, text } from './query-shape.ts';

const url = { QueueUrl: text };
const attributes = map('Attribute', 'Name', 'Value');
const messageAttribute = structure({
  ...{ DataType: text, StringValue: text, BinaryValue: text },
  ...{ StringListValues: list('StringListValue'), BinaryListValues: list('BinaryListValue') },
});
const messageAttributes = map('MessageAttribute', 'Name', 'Value', messageAttribute);
const message = {
  MessageBody: text,
  DelaySeconds: integer,
  MessageAttributes: messageAttributes,
  MessageSystemAttributes: map('MessageSystemAttribute', 'Name', 'Value', messageAttribute),
  MessageGroupId: text,
  MessageDeduplicationId: text,
};
const visibility = { ReceiptHandle: text, VisibilityTimeout: integer };
const entries = (operation: string, fields: Structure['fields']) => ({
  ...url,
  Entries: list(`${operation}RequestEntry`, structure({ Id: text, ...fields })),
});

/** Inputs by operation, version 2012-11-05 of the query protocol. */
export const INPUTS: Readonly<Record<string, Structure['fields']>> = {
  CreateQueue: { QueueName: text, Attributes: attributes, tags: map('Tag', 'Key', 'Value') },
  DeleteQueue: url,
  GetQueueUrl: { QueueName: text, QueueOwnerAWSAccountId: text },
  ListQueues: { QueueNamePrefix: text, MaxResults: integer, NextToken: text },
  GetQueueAttributes: { ...url, AttributeNames: list('AttributeName') },
  SetQueueAttributes: { ...url, Attributes: attributes },
  SendMessage: { ...url, ...message },
  SendMessageBatch: entries('SendMessageBatch', message),
  ReceiveMessage: {
    ...url,
    AttributeNames: list('AttributeName'),
    MessageSystemAttributeNames: list('MessageSystemAttributeName'),
    MessageAttributeNames: list('MessageAttributeName'),
    MaxNumberOfMessages: integer,
    VisibilityTimeout: integer,
    WaitTimeSeconds: integer,
    ReceiveRequestAttemptId: text,
  },
  DeleteMessage: { ...url, ReceiptHandle: text },
  DeleteMessageBatch: entries('DeleteMessageBatch', { ReceiptHandle: text }),
  ChangeMessageVisibility: { ...url, ...visibility },
  ChangeMessageVisibilityBatch: entries('ChangeMessageVisibilityBatch', visibility),
  PurgeQueue: url,
  TagQueue: { ...url, Tags: map('Tag', 'Key', 'Value') },
  UntagQueue: { ...url, TagKeys: list('TagKey') },
  ListQueueTags: url,
  ListDeadLetterSourceQueues: { ...url, MaxResults: integer, NextToken: text },
  StartMessageMoveTask: { SourceArn: text, DestinationArn: text, MaxNumberOfMessagesPerSecond: integer },
  ListMessageMoveTasks: { SourceArn: text, MaxResults: integer },
};

const sent = {
  ...{ MessageId: text, MD5OfMessageBody: text, MD5OfMessageAttributes: text },
  ...{ MD5OfMessageSystemAttributes: text, SequenceNumber: text },
};
const results = (operation: string, fields: Structure['fields'] = {}) => ({
  Successful: list(`${operation}ResultEntry`, structure({ Id: text, ...fields })),
  Failed: list(
    'BatchResultErrorEntry',
    structure({ Id: text, Code: text, Message: text, SenderFault: boolean }),
  ),
});

/** Outputs by operation; an operation that is absent answers nothing. */
export const OUTPUTS: Readonly<Record<string, Structure['fields']>> = {
  CreateQueue: url,
  GetQueueUrl: url,
  ListQueues: { QueueUrls: list('QueueUrl'), NextToken: text },
  GetQueueAttributes: { Attributes: attributes },
  SendMessage: sent,
  SendMessageBatch: results('SendMessageBatch', sent),
  ReceiveMessage: {
    Messages: list(
      'Message',
      structure({
        ...{ MessageId: text, ReceiptHandle: text, MD5OfBody: text, Body: text, Attributes: attributes },
        ...{ MD5OfMessageAttributes: text, MessageAttributes: messageAttributes },
      }),
    ),
  },
  DeleteMessageBatch: results('DeleteMessageBatch'),
  ChangeMessageVisibilityBatch: results('ChangeMessageVisibilityBatch'),
  ListQueueTags: { Tags: map('Tag', 'Key', 'Value') },
  ListDeadLetterSourceQueues: { queueUrls: list('QueueUrl'), NextToken: text },
  StartMessageMoveTask: { TaskHandle: text },
  ListMessageMoveTasks: {
    Results: list(
      'ListMessageMoveTasksResultEntry',
      structure({
        ...{ TaskHandle: text, Status: text, SourceArn: text, DestinationArn: text, FailureReason: text },
        ...{ ApproximateNumberOfMessagesMoved: integer, ApproximateNumberOfMessagesToMove: integer },
        StartedTimestamp: integer,
      }),
    ),
  },
};
