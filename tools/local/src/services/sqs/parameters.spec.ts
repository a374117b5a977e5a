import * as sqs from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { membersOf } from '../model-members.fixture.ts';
import { INPUTS } from './protocol/query-shapes.ts';
import { startSqs } from './sqs-stack.fixture.ts';

const URL = { QueueUrl: '/000000000000/q' };
const PAGE = { MaxResults: 1, NextToken: 'a' };
const SOURCE = { SourceArn: 'arn:aws:sqs:us-east-1:000000000000:dead' };
const HANDLE = { ReceiptHandle: 'none' };
const VALUE = { DataType: 'String', StringValue: 'x' };
const MESSAGE = {
  ...{ MessageBody: 'x', DelaySeconds: 0, MessageAttributes: { a: VALUE } },
  ...{ MessageSystemAttributes: { AWSTraceHeader: VALUE } },
  ...{ MessageGroupId: 'g', MessageDeduplicationId: 'd' },
};

/** An input with every parameter that is kept, of a right type. */
const KEPT: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
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
};

/** What the stack does not do: a receive that is repeated, and a move that takes its time. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  ReceiveMessage: ['ReceiveRequestAttemptId'],
  StartMessageMoveTask: ['MaxNumberOfMessagesPerSecond'],
};
const operations = Object.keys(INPUTS).sort();
const refused = Object.entries(REFUSED).flatMap(([operation, names]) =>
  names.map((name): [string, string] => [operation, name]),
);

let stack: Awaited<ReturnType<typeof startSqs>>;
beforeAll(async () => {
  stack = await startSqs();
  await call('CreateQueue', { QueueName: 'q' });
});
afterAll(() => stack.stop());

async function call(operation: string, input: object): Promise<string> {
  const headers = { 'x-amz-target': `AmazonSQS.${operation}` };
  const response = await fetch(stack.url, { method: 'POST', headers, body: JSON.stringify(input) });
  return response.text();
}

describe('the parameters of SQS', () => {
  it.each(operations)('of %s are those of its model, each kept or refused', async (operation) => {
    const kept = KEPT[operation] ?? {};
    const all = [...Object.keys(kept), ...(REFUSED[operation] ?? [])].sort();
    expect(all).toEqual(membersOf({ ...sqs }, operation));
    expect(await call(operation, kept)).not.toContain('Unsupported parameter');
    const [entry] = Array.isArray(kept['Entries']) ? kept['Entries'] : [];
    if (entry !== undefined)
      expect(Object.keys(entry).sort()).toEqual(membersOf({ ...sqs }, `${operation}RequestEntry`));
  });

  it.each(refused)('of %s are refused by their name: %s', async (operation, name) => {
    const answer = await call(operation, { ...KEPT[operation], [name]: 'x' });
    expect(answer).toContain(`Unsupported parameter: ${name}.`);
  });

  it('within an attribute of a message are refused by their name', async () => {
    const members = membersOf({ ...sqs }, 'MessageAttributeValue');
    expect(members).toEqual([
      'BinaryListValues',
      'BinaryValue',
      'DataType',
      'StringListValues',
      'StringValue',
    ]);
    for (const name of ['BinaryListValues', 'StringListValues']) {
      const MessageAttributes = { a: { ...VALUE, [name]: ['x'] } };
      expect(await call('SendMessage', { ...URL, MessageBody: 'x', MessageAttributes })).toContain(
        `Unsupported parameter: ${name}.`,
      );
    }
  });
});
