import * as sqs from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { callsJson } from '../../gateway/calls.fixture.ts';
import { describeParameters } from '../../gateway/parameters.fixture.ts';
import { PARAMETERS } from './parameters.ts';
import { INPUTS } from './protocol/query-shapes.ts';
import { startSqs } from './sqs-stack.fixture.ts';

const URL = { QueueUrl: '/000000000000/q' };
const PAGE = { MaxResults: 1, NextToken: 'a' };
const SOURCE = { SourceArn: 'arn:aws:sqs:us-east-1:000000000000:dead' };
const HANDLE = { ReceiptHandle: 'none' };
const VALUE = { DataType: 'String', StringValue: 'x' };
const MESSAGE = {
  ...{ MessageBody: 'x', DelaySeconds: 0, MessageGroupId: 'g', MessageDeduplicationId: 'd' },
  MessageAttributes: { a: VALUE, b: { DataType: 'Binary', BinaryValue: 'eA==' } },
  MessageSystemAttributes: { AWSTraceHeader: { ...VALUE, BinaryValue: 'eA==' } },
};

let stack: Awaited<ReturnType<typeof startSqs>>;
beforeAll(async () => {
  stack = await startSqs();
  await call('CreateQueue', { QueueName: 'q' });
});
afterAll(() => stack.stop());
const call = callsJson(
  { name: 'sqs' },
  () => stack.url,
  () => 'AmazonSQS',
);

describeParameters({
  service: 'SQS',
  clients: [{ ...sqs }],
  operations: Object.keys(INPUTS),
  table: PARAMETERS,
  samples: {
    CreateQueue: { QueueName: 'q', Attributes: {}, tags: {} },
    DeleteQueue: { QueueUrl: '/000000000000/absent' },
    GetQueueUrl: { QueueName: 'q', QueueOwnerAWSAccountId: '000000000000' },
    ListQueues: { QueueNamePrefix: 'q', ...PAGE },
    GetQueueAttributes: { ...URL, AttributeNames: ['All'] },
    SetQueueAttributes: { ...URL, Attributes: {} },
    SendMessage: { ...URL, ...MESSAGE },
    SendMessageBatch: { ...URL, Entries: [{ Id: 'a', ...MESSAGE }] },
    ReceiveMessage: {
      ...{ ...URL, AttributeNames: ['All'], MessageSystemAttributeNames: ['All'] },
      ...{ MessageAttributeNames: ['All'], MaxNumberOfMessages: 1, VisibilityTimeout: 1, WaitTimeSeconds: 0 },
    },
    DeleteMessage: { ...URL, ...HANDLE },
    DeleteMessageBatch: { ...URL, Entries: [{ Id: 'a', ...HANDLE }] },
    ChangeMessageVisibility: { ...URL, ...HANDLE, VisibilityTimeout: 1 },
    ChangeMessageVisibilityBatch: { ...URL, Entries: [{ Id: 'a', ...HANDLE, VisibilityTimeout: 1 }] },
    PurgeQueue: URL,
    TagQueue: { ...URL, Tags: { a: 'b' } },
    UntagQueue: { ...URL, TagKeys: ['a'] },
    ListQueueTags: URL,
    ListDeadLetterSourceQueues: { ...URL, ...PAGE },
    StartMessageMoveTask: { ...SOURCE, DestinationArn: SOURCE.SourceArn },
    ListMessageMoveTasks: { ...SOURCE, MaxResults: 1 },
  },
  refusal: '#UnsupportedOperation',
  call,
});

it.each([
  ['ReceiveMessage', { ReceiveRequestAttemptId: 'x' }, 'ReceiveRequestAttemptId'],
  [
    'SendMessage',
    {
      MessageBody: 'x',
      'MessageAttribute.1.Name': 'a',
      'MessageAttribute.1.Value.DataType': 'String',
      'MessageAttribute.1.Value.StringValue': 'x',
      'MessageAttribute.1.Value.StringListValue.1': 'x',
    },
    'StringListValues',
  ],
])(
  'a form of %s is refused by its name as well: %j',
  async (Action, parameters: Record<string, string>, name) => {
    const body = new URLSearchParams({ Action, ...URL, ...parameters });
    const response = await fetch(stack.url, { method: 'POST', body });
    const text = await response.text();
    expect(text).toContain('<Code>AWS.SimpleQueueService.UnsupportedOperation</Code>');
    expect(text).toContain(`Unsupported parameter: ${name}.`);
  },
);
