import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  type Message,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  StartMessageMoveTaskCommand,
  TagQueueCommand,
} from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { createSqsService } from './sqs-service.ts';
import { startSqs } from './sqs-stack.fixture.ts';

let sqs: Awaited<ReturnType<typeof startSqs>>;
let created = 0;

beforeAll(async () => {
  sqs = await startSqs();
});
afterAll(() => sqs.stop());

async function newQueue(attributes: Record<string, string> = {}, suffix = ''): Promise<string> {
  const QueueName = `queue-${(created += 1)}${suffix}`;
  const made = await sqs.client.send(new CreateQueueCommand({ QueueName, Attributes: attributes }));
  return made.QueueUrl ?? '';
}

const send = (QueueUrl: string, MessageBody: string) =>
  sqs.client.send(new SendMessageCommand({ QueueUrl, MessageBody }));

async function receive(QueueUrl: string, options = {}): Promise<Message[]> {
  const input = {
    QueueUrl,
    MaxNumberOfMessages: 10,
    MessageSystemAttributeNames: ['All' as const],
    ...options,
  };
  return (await sqs.client.send(new ReceiveMessageCommand(input))).Messages ?? [];
}

const arnOf = (url: string) => `arn:aws:sqs:us-east-1:000000000000:${url.split('/').at(-1)}`;
const redriveTo = (url: string, maxReceiveCount: number) => ({
  RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf(url), maxReceiveCount }),
});

describe('queue URLs', () => {
  it('start with the gateway address in every answer', async () => {
    const url = await newQueue();
    const name = url.split('/').at(-1);
    expect(url).toBe(`${sqs.url}/000000000000/${name}`);
    const found = await sqs.client.send(new GetQueueUrlCommand({ QueueName: name }));
    expect(found.QueueUrl).toBe(url);
    const listed = await sqs.client.send(new ListQueuesCommand({ QueueNamePrefix: name }));
    expect(listed.QueueUrls).toContain(url);
  });

  it('are accepted under any host name', async () => {
    const url = await newQueue();
    await send(url, 'hello');
    const other = url.replace('127.0.0.1', 'localhost');
    expect(await receive(other)).toMatchObject([{ Body: 'hello' }]);
  });

  it.each([
    ['an unknown name', '/000000000000/nobody', 'QueueDoesNotExist'],
    ['another account', '/111111111111/queue-1', 'QueueDoesNotExist'],
    ['no queue path', '/queue-1', 'InvalidAddress'],
  ])('are refused with %s', async (_case, path, name) => {
    await expect(send(`${sqs.url}${path}`, 'x')).rejects.toMatchObject({ name });
  });
});

describe('message contents', () => {
  const allowed = fc
    .string({ unit: 'binary', minLength: 1 })
    .filter((text) => !/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text));

  it('come back as sent, with digests that the client verifies', async () => {
    const url = await newQueue();
    await fc.assert(
      fc.asyncProperty(allowed, allowed, async (body, value) => {
        const MessageAttributes = {
          text: { DataType: 'String', StringValue: value },
          bytes: { DataType: 'Binary', BinaryValue: Buffer.from(value) },
        };
        await sqs.client.send(
          new SendMessageCommand({ QueueUrl: url, MessageBody: body, MessageAttributes }),
        );
        const [message] = await receive(url, { MessageAttributeNames: ['All'] });
        expect(message?.Body).toBe(body);
        expect(message?.MessageAttributes?.['text']?.StringValue).toBe(value);
        expect(Buffer.from(message?.MessageAttributes?.['bytes']?.BinaryValue ?? []).toString()).toBe(value);
        await sqs.client.send(
          new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle }),
        );
      }),
      { numRuns: 50, examples: [['🎮\r\n\t&<"한글\u{10FFFF}', '😀\uFFFD']] },
    );
  });

  it.each(['\u0000', '\u0008', '\u000B', '\u001F', '\uFFFE', '\uFFFF'])('refuse %j', async (character) => {
    const refusal = send(await newQueue(), `a${character}`);
    await expect(refusal).rejects.toMatchObject({ name: 'InvalidMessageContents' });
  });

  it('must not be empty', async () => {
    await expect(send(await newQueue(), '')).rejects.toThrow('must contain the parameter MessageBody');
  });

  it('may be 1 MiB long and no byte more, counted in UTF-8', async () => {
    const url = await newQueue();
    await expect(send(url, '한'.repeat(349_525) + 'a')).resolves.toHaveProperty('MessageId');
    await expect(send(url, '한'.repeat(349_525) + 'ab')).rejects.toThrow('shorter than 1048576 bytes');
  });

  it('are bound by MaximumMessageSize, attributes included', async () => {
    const url = await newQueue({ MaximumMessageSize: '1024' });
    const MessageAttributes = { a: { DataType: 'String', StringValue: 'b' } };
    const sent = (length: number) =>
      sqs.client.send(
        new SendMessageCommand({ QueueUrl: url, MessageBody: 'x'.repeat(length), MessageAttributes }),
      );
    await expect(sent(1016)).resolves.toHaveProperty('MessageId');
    await expect(sent(1017)).rejects.toThrow('shorter than 1024 bytes');
  });

  it('show only the message attributes that were asked for', async () => {
    const url = await newQueue({ VisibilityTimeout: '0' });
    const value = { DataType: 'String', StringValue: 'v' };
    const MessageAttributes = { 'game.id': value, 'game.kind': value, other: value };
    await sqs.client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'x', MessageAttributes }));
    const [some] = await receive(url, { MessageAttributeNames: ['game.*'] });
    expect(Object.keys(some?.MessageAttributes ?? {}).sort()).toEqual(['game.id', 'game.kind']);
    const [none] = await receive(url);
    expect(none).not.toHaveProperty('MessageAttributes');
  });
});

describe('batches', () => {
  const batch = (QueueUrl: string, ...entries: [Id: string, MessageBody: string][]) =>
    sqs.client.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: entries.map(([Id, MessageBody]) => ({ Id, MessageBody })),
      }),
    );
  const many = (count: number, body: string) =>
    Array.from({ length: count }, (_, index): [string, string] => [String(index), body]);

  it.each([
    ['no entry', [], 'EmptyBatchRequest'],
    ['11 entries', many(11, 'x'), 'TooManyEntriesInBatchRequest'],
    ['an id twice', [...many(1, 'x'), ...many(1, 'x')], 'BatchEntryIdsNotDistinct'],
    ['an id with a space', [['a b', 'x'] as [string, string]], 'InvalidBatchEntryId'],
    ['over 1 MiB together', many(6, 'x'.repeat(200_000)), 'BatchRequestTooLong'],
  ])('with %s are refused', async (_case, entries, name) => {
    await expect(batch(await newQueue(), ...entries)).rejects.toMatchObject({ name });
  });

  it('report a bad entry and send the others', async () => {
    const url = await newQueue();
    const answer = await batch(url, ['good', 'x'], ['bad', '\u0001'], ['fine', '🎲']);
    expect(answer.Successful?.map(({ Id }) => Id)).toEqual(['good', 'fine']);
    expect(answer.Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidMessageContents', SenderFault: true }]);
    expect(await receive(url)).toHaveLength(2);
  });

  it('of a standard queue are received out of order, the same way for the same seed', async () => {
    const url = await newQueue();
    const sent = many(10, '').map(([id]): [string, string] => [id, id]);
    await batch(url, ...sent);
    const bodies = (await receive(url)).map(({ Body }) => Body);
    expect([...bodies].sort()).toEqual(sent.map(([id]) => id));
    expect(bodies).not.toEqual(sent.map(([id]) => id));
  });
});

describe('visibility', () => {
  it('changed to 0 makes a message visible at once, alone and in a batch', async () => {
    const url = await newQueue();
    await send(url, 'again');
    const [first] = await receive(url);
    const settings = { ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 0 };
    await sqs.client.send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ...settings }));
    const [second] = await receive(url);
    const Entries = [{ Id: 'x', ReceiptHandle: second?.ReceiptHandle, VisibilityTimeout: 0 }];
    await sqs.client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries }));
    const [third] = await receive(url);
    expect(third?.Attributes).toMatchObject({ ApproximateReceiveCount: '3', SenderId: '000000000000' });
  });

  it('of a message that is not in flight cannot be changed', async () => {
    const url = await newQueue({ VisibilityTimeout: '60' });
    await send(url, 'x');
    const [message] = await receive(url);
    const handle = { QueueUrl: url, ReceiptHandle: message?.ReceiptHandle };
    await sqs.client.send(new DeleteMessageCommand(handle));
    const change = sqs.client.send(new ChangeMessageVisibilityCommand({ ...handle, VisibilityTimeout: 1 }));
    await expect(change).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: expect.stringContaining('Message does not exist or is not available'),
    });
  });
});

describe('dead letters', () => {
  it('name their source after maxReceiveCount and move back as new messages', async () => {
    const dead = await newQueue();
    const url = await newQueue({ VisibilityTimeout: '0', ...redriveTo(dead, 2) });
    const { MessageId } = await send(url, 'poison');
    const counts = [await receive(url), await receive(url), await receive(url)].map((batch) => batch.length);
    expect(counts).toEqual([1, 1, 0]);
    const [letter] = await receive(dead, { VisibilityTimeout: 0 });
    expect(letter).toMatchObject({ MessageId, Attributes: { DeadLetterQueueSourceArn: arnOf(url) } });
    await sqs.client.send(new StartMessageMoveTaskCommand({ SourceArn: arnOf(dead) }));
    const [back] = await receive(url);
    expect(back).toMatchObject({ Body: 'poison', Attributes: { ApproximateReceiveCount: '1' } });
    expect(back?.MessageId).not.toBe(MessageId);
  });

  it('stay away after an empty redrive policy', async () => {
    const dead = await newQueue();
    const url = await newQueue({ VisibilityTimeout: '0', ...redriveTo(dead, 1) });
    const Attributes = { RedrivePolicy: '' };
    await sqs.client.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));
    await send(url, 'x');
    expect([await receive(url), await receive(url)]).toMatchObject([[{ Body: 'x' }], [{ Body: 'x' }]]);
  });

  it('list the queues that they come from', async () => {
    const dead = await newQueue();
    const sources = [await newQueue(redriveTo(dead, 1)), await newQueue(redriveTo(dead, 3))];
    const answer = await sqs.client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead }));
    expect(answer.queueUrls?.sort()).toEqual(sources.sort());
  });

  it('need a queue that exists', async () => {
    const refusal = newQueue(redriveTo('http://x/nobody', 1));
    await expect(refusal).rejects.toThrow('Dead letter target does not exist');
  });
});

describe('long polls', () => {
  it('wake for a message at once and hold no other request', async () => {
    const url = await newQueue();
    const waiting = Array.from({ length: 20 }, () =>
      receive(url, { WaitTimeSeconds: 20, MaxNumberOfMessages: 1 }),
    );
    const start = performance.now();
    await Promise.all(Array.from({ length: 20 }, (_, index) => send(url, String(index))));
    const received = (await Promise.all(waiting)).flat();
    expect(new Set(received.map(({ Body }) => Body)).size).toBe(20);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('attributes and tags', () => {
  it('are kept as set, and an unknown attribute is refused by name', async () => {
    const url = await newQueue({ VisibilityTimeout: '7' });
    const set = (Attributes: Record<string, string>) =>
      sqs.client.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));
    await set({ DelaySeconds: '3' });
    const read = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] });
    const { Attributes } = await sqs.client.send(read);
    expect(Attributes).toMatchObject({ VisibilityTimeout: '7', DelaySeconds: '3', QueueArn: arnOf(url) });
    await expect(set({ Colour: 'red' })).rejects.toThrow('Unknown Attribute Colour');
    await expect(set({ DelaySeconds: '901' })).rejects.toThrow('DelaySeconds');
  });

  it('of an existing queue must match when it is created again', async () => {
    const url = await newQueue({ VisibilityTimeout: '7' });
    const again = (VisibilityTimeout: string) => {
      const Attributes = { VisibilityTimeout };
      return sqs.client.send(new CreateQueueCommand({ QueueName: url.split('/').at(-1), Attributes }));
    };
    await expect(again('7')).resolves.toMatchObject({ QueueUrl: url });
    await expect(again('8')).rejects.toMatchObject({ name: 'QueueNameExists' });
  });

  it('are tagged, and purging leaves nothing', async () => {
    const url = await newQueue();
    await sqs.client.send(new TagQueueCommand({ QueueUrl: url, Tags: { stage: 'test' } }));
    const { Tags } = await sqs.client.send(new ListQueueTagsCommand({ QueueUrl: url }));
    expect(Tags).toEqual({ stage: 'test' });
    await send(url, 'x');
    await sqs.client.send(new PurgeQueueCommand({ QueueUrl: url }));
    expect(await receive(url)).toEqual([]);
  });
});

describe('FIFO queues', () => {
  it('keep order within a group and count a deduplication id once', async () => {
    const url = await newQueue({ FifoQueue: 'true' }, '.fifo');
    const put = (MessageBody: string) => {
      const ids = { MessageGroupId: 'g', MessageDeduplicationId: MessageBody };
      return sqs.client.send(new SendMessageCommand({ QueueUrl: url, MessageBody, ...ids }));
    };
    for (const body of ['1', '2', '2', '3']) await put(body);
    const bodies: (string | undefined)[] = [];
    for (let [message] = await receive(url); message !== undefined; [message] = await receive(url)) {
      bodies.push(message.Body);
      await sqs.client.send(
        new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message.ReceiptHandle }),
      );
    }
    expect(bodies).toEqual(['1', '2', '3']);
  });
});

describe('access', () => {
  const service = createSqsService({
    engine: { call: async () => ({}) },
    baseUrl: 'http://127.0.0.1:1',
    region: 'us-east-1',
    accountId: '000000000000',
  });
  const access = (operation: string, input: object) =>
    service.access({
      id: 'r',
      method: 'POST',
      url: new URL('http://127.0.0.1:1/'),
      headers: { 'x-amz-target': `AmazonSQS.${operation}` },
      body: Buffer.from(JSON.stringify(input)),
      signal: new AbortController().signal,
      operation,
      caller: { kind: 'external' },
    });
  const resource = 'arn:aws:sqs:us-east-1:000000000000:q';

  it.each([
    ['SendMessageBatch', { QueueUrl: 'http://h/000000000000/q' }, [{ action: 'sqs:SendMessage', resource }]],
    ['GetQueueUrl', { QueueName: 'q' }, [{ action: 'sqs:GetQueueUrl', resource }]],
    ['ListQueues', {}, [{ action: 'sqs:ListQueues', resource: '*' }]],
  ])('of %s is the single action on the ARN of the queue', async (operation, input, expected) => {
    expect(await access(operation, input)).toEqual(expected);
  });
});
