import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { startSqs } from './sqs-stack.fixture.ts';

/** A minute of the stack takes a third of a second. */
let fast: Awaited<ReturnType<typeof startSqs>>;
beforeAll(async () => void (fast = await startSqs({ speed: 200 })));
afterAll(() => fast.stop());

const create = async (QueueName: string) =>
  (await fast.client.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? '';

describe('within 60 s of the stack’s clock', () => {
  it('a queue is purged once, and other queues are not held up', async () => {
    const [url, other] = [await create('purged'), await create('other')];
    const purge = (QueueUrl: string) => fast.client.send(new PurgeQueueCommand({ QueueUrl }));
    await purge(url);
    await expect(purge(url)).rejects.toMatchObject({
      name: 'PurgeQueueInProgress',
      message: 'Only one PurgeQueue operation on purged is allowed every 60 seconds.',
      $metadata: { httpStatusCode: 403 },
    });
    await purge(other);
    await eventually(() => purge(url));
  });

  it('a queue of a deleted one’s name is not made', async () => {
    await fast.client.send(new DeleteQueueCommand({ QueueUrl: await create('gone') }));
    await expect(create('gone')).rejects.toMatchObject({ name: 'QueueDeletedRecently' });
    await expect(fast.client.send(new GetQueueUrlCommand({ QueueName: 'gone' }))).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
    await eventually(() => create('gone'));
  });
});

describe('attributes that mean nothing here', () => {
  it.each([
    ['KmsMasterKeyId', 'alias/aws/sqs'],
    ['KmsDataKeyReusePeriodSeconds', '60'],
  ])('are refused by name: %s', async (name, value) => {
    const QueueUrl = await create('plain');
    await expect(
      fast.client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { [name]: value } })),
    ).rejects.toMatchObject({ name: 'UnsupportedOperation', message: expect.stringContaining(name) });
  });
});

describe('the policy of a queue', () => {
  const statement = {
    ...{ Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage' },
    ...{
      Resource: '*',
      Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:us-east-1:000000000000:t' } },
    },
  };
  const policyOf = (more: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ ...statement, ...more }] });
  const set = (QueueUrl: string, Policy: string) =>
    fast.client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));

  it.each<[string, object]>([
    ['a service', {}],
    ['everyone, from a source', { Principal: { AWS: '*' } }],
    [
      'who comes without TLS',
      { ...{ Effect: 'Deny', Principal: '*' }, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ],
  ])('is kept when it names %s, and read again', async (_title, more) => {
    const QueueUrl = await create('with-policy');
    const Policy = policyOf(more);
    await set(QueueUrl, Policy);
    const read = () =>
      fast.client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }));
    expect((await read()).Attributes).toEqual({ Policy });
    await set(QueueUrl, '');
    expect((await read()).Attributes).toBeUndefined();
  });

  it.each<[string, string]>([
    ['names a role', policyOf({ Principal: { AWS: 'arn:aws:iam::000000000000:role/r' } })],
    ['names everyone without a source', policyOf({ Principal: '*', Condition: {} })],
    ['has a condition that the stack does not know', policyOf({ Condition: { IpAddress: { a: 'b' } } })],
    ['is no policy', '{}'],
    ['is no JSON', '{'],
    [
      'has more than 8,192 bytes',
      policyOf({ Resource: `arn:aws:sqs:us-east-1:000000000000:${'q'.repeat(8_192)}` }),
    ],
    [
      'has more than 20 statements',
      JSON.stringify({ Version: '2012-10-17', Statement: Array.from({ length: 21 }, () => statement) }),
    ],
  ])('is refused when it %s', async (_title, policy) => {
    const QueueUrl = await create('without-policy');
    await expect(set(QueueUrl, policy)).rejects.toMatchObject({
      name: 'InvalidAttributeValue',
      message: 'Invalid value for the parameter Policy.',
    });
  });
});
