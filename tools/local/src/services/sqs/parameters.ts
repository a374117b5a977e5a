import { type ParameterTable, refused, supported } from '../../gateway/parameters.ts';

const URL = supported('QueueUrl');
const PAGE = supported('MaxResults', 'NextToken');
const VALUE = {
  ...supported('DataType', 'StringValue', 'BinaryValue'),
  ...refused('StringListValues', 'BinaryListValues'),
};
const MESSAGE = {
  ...supported('MessageBody', 'DelaySeconds', 'MessageGroupId', 'MessageDeduplicationId'),
  MessageAttributes: { '*': VALUE },
  MessageSystemAttributes: { '*': VALUE },
};
const VISIBILITY = supported('ReceiptHandle', 'VisibilityTimeout');

/** What the stack does with each parameter of SQS. */
export const PARAMETERS: ParameterTable = {
  CreateQueue: supported('QueueName', 'Attributes', 'tags'),
  DeleteQueue: URL,
  GetQueueUrl: supported('QueueName', 'QueueOwnerAWSAccountId'),
  ListQueues: { ...supported('QueueNamePrefix'), ...PAGE },
  GetQueueAttributes: { ...URL, ...supported('AttributeNames') },
  SetQueueAttributes: { ...URL, ...supported('Attributes') },
  SendMessage: { ...URL, ...MESSAGE },
  SendMessageBatch: { ...URL, Entries: { ...supported('Id'), ...MESSAGE } },
  ReceiveMessage: {
    ...URL,
    ...supported('AttributeNames', 'MessageSystemAttributeNames', 'MessageAttributeNames'),
    ...supported('MaxNumberOfMessages', 'VisibilityTimeout', 'WaitTimeSeconds'),
    // A receive is not repeated.
    ...refused('ReceiveRequestAttemptId'),
  },
  DeleteMessage: { ...URL, ...supported('ReceiptHandle') },
  DeleteMessageBatch: { ...URL, Entries: supported('Id', 'ReceiptHandle') },
  ChangeMessageVisibility: { ...URL, ...VISIBILITY },
  ChangeMessageVisibilityBatch: { ...URL, Entries: { ...supported('Id'), ...VISIBILITY } },
  PurgeQueue: URL,
  TagQueue: { ...URL, ...supported('Tags') },
  UntagQueue: { ...URL, ...supported('TagKeys') },
  ListQueueTags: URL,
  ListDeadLetterSourceQueues: { ...URL, ...PAGE },
  StartMessageMoveTask: {
    ...supported('SourceArn', 'DestinationArn'),
    // A move takes no time.
    ...refused('MaxNumberOfMessagesPerSecond'),
  },
  ListMessageMoveTasks: supported('SourceArn', 'MaxResults'),
};
