import {
  PublishBatchCommand,
  PublishCommand,
  type PublishCommandInput,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SnsStack, startSns } from './sns-stack.fixture.ts';

let stack: SnsStack;
let count = 0;
beforeAll(async () => {
  stack = await startSns();
  stack.publisher.start();
});
afterAll(() => stack.stop());

/** A topic of its own, and how it is used. */
function newTopic() {
  const TopicArn = stack.templates.putTopic(`t-${(count += 1)}`, {});
  const subscribe = (Protocol: string, Endpoint: string, Attributes: Record<string, string> = {}) =>
    stack.client.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint, Attributes }));
  const publish = async (more: Partial<PublishCommandInput> = {}) => {
    const answer = await stack.client.send(new PublishCommand({ TopicArn, Message: 'hello', ...more }));
    await stack.settled();
    return answer;
  };
  return { TopicArn, subscribe, publish };
}

const newQueue = (service?: string) => stack.addQueue(`q-${(count += 1)}`, service);
const text = (StringValue: string) => ({ DataType: 'String', StringValue });
const bodies = async (queue: { take(): Promise<{ body: string }[]> }) =>
  (await queue.take()).map(({ body }) => JSON.parse(body));

describe('a message', () => {
  it('comes to a function as the event of SNS, one record each', async () => {
    const { TopicArn, subscribe, publish } = newTopic();
    const { SubscriptionArn } = await subscribe('lambda', stack.addFunction('told', TopicArn));
    stack.accepted.length = 0;
    const { MessageId } = await publish({
      Subject: '제목',
      Message: '본문 😀',
      MessageAttributes: { a: text('b'), n: { DataType: 'Number', StringValue: '5' } },
    });
    await publish();
    expect(stack.accepted.map(({ functionName }) => functionName)).toEqual(['told', 'told']);
    const [first, second] = stack.accepted.map(({ payload }) => JSON.parse(payload));
    const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(first).toEqual({
      Records: [
        {
          ...{ EventVersion: '1.0', EventSource: 'aws:sns', EventSubscriptionArn: SubscriptionArn },
          Sns: {
            ...{
              Type: 'Notification',
              MessageId,
              TopicArn,
              Subject: '제목',
              Message: '본문 😀',
              Timestamp: at,
            },
            ...{ SignatureVersion: '1', Signature: expect.any(String), SigningCertUrl: expect.any(String) },
            UnsubscribeUrl: expect.stringContaining(`SubscriptionArn=${SubscriptionArn}`),
            MessageAttributes: { a: { Type: 'String', Value: 'b' }, n: { Type: 'Number', Value: '5' } },
          },
        },
      ],
    });
    expect(second.Records[0].Sns).toMatchObject({ Subject: null, MessageAttributes: {} });
  });

  it('comes to a queue as JSON, or raw with its attributes', async () => {
    const { TopicArn, subscribe, publish } = newTopic();
    const [whole, raw] = [await newQueue(), await newQueue()];
    await subscribe('sqs', whole.arn);
    await subscribe('sqs', raw.arn, { RawMessageDelivery: 'true' });
    const bytes = { DataType: 'Binary', BinaryValue: Buffer.from([0, 255]) };
    const { MessageId } = await publish({ MessageAttributes: { a: text('b'), bytes } });
    expect(await bodies(whole)).toEqual([
      {
        ...{ Type: 'Notification', MessageId, TopicArn, Message: 'hello', SignatureVersion: '1' },
        ...{ Timestamp: expect.any(String), Signature: expect.any(String) },
        ...{ SigningCertURL: expect.any(String), UnsubscribeURL: expect.any(String) },
        MessageAttributes: { a: { Type: 'String', Value: 'b' }, bytes: { Type: 'Binary', Value: 'AP8=' } },
      },
    ]);
    const [sent] = await raw.take();
    expect(sent?.body).toBe('hello');
    expect(sent?.attributes['a']).toEqual(text('b'));
    expect([...(sent?.attributes['bytes']?.BinaryValue ?? [])]).toEqual([0, 255]);
  });

  it('is a notice of one line for each address that it is for, in place of a mail', async () => {
    const { subscribe, publish } = newTopic();
    await subscribe('email', 'ops@example.com');
    await subscribe('email', 'none@example.com', { FilterPolicy: '{"for":["none"]}' });
    stack.notices.length = 0;
    await publish({ Subject: 'ALARM: "errors"', Message: 'long' });
    await publish({ Message: `a\n\u001b[31mb${'c'.repeat(1_000)}` });
    await publish({ MessageStructure: 'json', Message: '{"default":"d","email":"e"}' });
    expect(stack.notices).toEqual([
      'sns: no mail is sent to ops@example.com: ALARM: "errors"',
      `sns: no mail is sent to ops@example.com: a [31mb${'c'.repeat(193)}`,
      'sns: no mail is sent to ops@example.com: e',
    ]);
  });

  it('has a text of its own for each protocol', async () => {
    const { TopicArn, subscribe, publish } = newTopic();
    const queue = await newQueue();
    await subscribe('sqs', queue.arn);
    await subscribe('lambda', stack.addFunction('own', TopicArn));
    stack.accepted.length = 0;
    const MessageStructure = 'json';
    await publish({ MessageStructure, Message: '{"default":"d","lambda":"l","email":"e","sqs":5}' });
    expect((await bodies(queue)).map(({ Message }) => Message)).toEqual(['d']);
    expect(JSON.parse(stack.accepted[0]?.payload ?? '').Records[0].Sns.Message).toBe('l');
  });

  it.each<[string, Partial<PublishCommandInput>, string]>([
    ['no text', { Message: '' }, 'Empty message'],
    ['more than 256 KiB', { Message: 'a'.repeat(262_145) }, 'Message too long'],
    ['attributes over 256 KiB with it', { MessageAttributes: { a: text('a'.repeat(262_144)) } }, 'too long'],
    ['a subject of 100 characters', { Subject: 'a'.repeat(100) }, 'Subject'],
    ['an empty subject', { Subject: '' }, 'Subject'],
    ['a subject of two lines', { Subject: 'a\nb' }, 'Subject'],
    ['a subject with an escape', { Subject: 'a\u001b[31m' }, 'Subject'],
    ['another structure', { MessageStructure: 'xml' }, 'Message Structure'],
    ['a structure that is no JSON', { MessageStructure: 'json' }, 'failed to parse'],
    ['a structure without default', { MessageStructure: 'json', Message: '{"sqs":"a"}' }, 'No default entry'],
    ['an attribute without value', { MessageAttributes: { a: { DataType: 'String' } } }, 'non-empty'],
    [
      'an attribute of another type',
      { MessageAttributes: { a: { DataType: 'Date' } } },
      "'a' has an invalid",
    ],
    ['a name of AWS', { MessageAttributes: { 'aws.a': text('b') } }, "'aws.a' has an invalid"],
    [
      'a number that is none',
      { MessageAttributes: { a: { ...text('x'), DataType: 'Number' } } },
      'no number',
    ],
    [
      'an array that is none',
      { MessageAttributes: { a: { ...text('x'), DataType: 'String.Array' } } },
      'no JSON',
    ],
    ['another topic', { TopicArn: 'arn:aws:sns:us-east-1:000000000000:none' }, 'Topic does not exist'],
    ['no ARN', { TopicArn: 'none' }, 'TopicArn'],
    ['two topics', { TargetArn: 'arn:aws:sns:us-east-1:000000000000:none' }, 'give one'],
    ['a phone', { TopicArn: undefined, PhoneNumber: '+1' }, 'PhoneNumber'],
  ])('is refused with %s', async (_title, input, message) => {
    await expect(newTopic().publish(input)).rejects.toThrow(message);
  });

  it('of the largest size, with the longest subject, comes through', async () => {
    const { subscribe, publish } = newTopic();
    const queue = await newQueue();
    await subscribe('sqs', queue.arn, { RawMessageDelivery: 'true' });
    await publish({ Message: 'a'.repeat(262_144), Subject: 'a'.repeat(99) });
    expect((await queue.take())[0]?.body.length).toBe(262_144);
  });
});

describe('a batch', () => {
  it('publishes what it can, and says of each entry what became of it', async () => {
    const { TopicArn, subscribe } = newTopic();
    const queue = await newQueue();
    await subscribe('sqs', queue.arn);
    const PublishBatchRequestEntries = [
      { Id: 'a', Message: 'one', Subject: 's', MessageAttributes: { x: text('y') } },
      { Id: 'b', Message: '' },
      { Id: 'c', Message: 'two' },
    ];
    const answer = await stack.client.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }));
    await stack.settled();
    expect(answer.Successful?.map(({ Id }) => Id)).toEqual(['a', 'c']);
    expect(answer.Failed).toEqual([
      { Id: 'b', Code: 'InvalidParameter', Message: 'Invalid parameter: Empty message', SenderFault: true },
    ]);
    const sent = [...(await bodies(queue)), ...(await bodies(queue))];
    expect(sent.map(({ MessageId }) => MessageId).sort()).toEqual(
      answer.Successful?.map(({ MessageId }) => MessageId).sort(),
    );
  });

  const entries = (length: number, Message = 'a', Id = 'e') =>
    Array.from({ length }, (_, index) => ({ Id: `${Id}${index}`, Message }));
  it.each([
    ['no entry', [], 'EmptyBatchRequestException'],
    ['eleven entries', entries(11), 'TooManyEntriesInBatchRequestException'],
    ['an id twice', [...entries(1), ...entries(1)], 'BatchEntryIdsNotDistinctException'],
    ['an odd id', entries(1, 'a', 'a b'), 'InvalidBatchEntryIdException'],
    ['more than 256 KiB together', entries(2, 'a'.repeat(131_073)), 'BatchRequestTooLongException'],
  ])('is refused with %s', async (_title, PublishBatchRequestEntries, name) => {
    const { TopicArn } = newTopic();
    const answer = stack.client.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }));
    await expect(answer).rejects.toMatchObject({ name });
  });
});

describe('a filter policy', () => {
  const array = (value: unknown) => ({ DataType: 'String.Array', StringValue: JSON.stringify(value) });
  const number = (value: number) => ({ DataType: 'Number', StringValue: String(value) });

  it.each<
    [string, object, PublishCommandInput['MessageAttributes'], PublishCommandInput['MessageAttributes']]
  >([
    ['a text', { a: ['x', 'y'] }, { a: text('y') }, { a: text('z') }],
    ['a number', { a: [{ numeric: ['>', 1] }] }, { a: number(2) }, { a: text('2') }],
    ['an element of a list', { a: ['x'] }, { a: array(['w', 'x']) }, { a: array(['w']) }],
    ['all of its keys', { a: ['x'], b: ['y'] }, { a: text('x'), b: text('y') }, { a: text('x') }],
    ['one branch of $or', { $or: [{ a: ['x'] }, { b: ['y'] }] }, { b: text('y') }, { b: text('x') }],
    ['absence', { a: [{ exists: false }] }, { b: text('x') }, { a: text('x') }],
    ['an address', { a: [{ cidr: '10.0.0.0/8' }] }, { a: text('10.1.2.3') }, { a: text('11.1.2.3') }],
  ])('of attributes lets through %s', async (_title, policy, matching, other) => {
    const { subscribe, publish } = newTopic();
    const queue = await newQueue();
    await subscribe('sqs', queue.arn, { FilterPolicy: JSON.stringify(policy) });
    await publish({ MessageAttributes: other, Message: 'other' });
    await publish({ MessageAttributes: matching, Message: 'matching' });
    expect((await bodies(queue)).map(({ Message }) => Message)).toEqual(['matching']);
  });

  it('of the body reads JSON, and lets no other text through', async () => {
    const { subscribe, publish } = newTopic();
    const queue = await newQueue();
    const FilterPolicy = JSON.stringify({
      detail: { type: ['MatchmakingSucceeded'], teams: { name: ['red'] } },
    });
    await subscribe('sqs', queue.arn, { FilterPolicy, FilterPolicyScope: 'MessageBody' });
    const teams = [{ name: 'blue' }, { name: 'red' }];
    const detail = { type: 'MatchmakingSucceeded', teams };
    for (const Message of ['MatchmakingSucceeded', '{', JSON.stringify({ detail: { ...detail, teams: [] } })])
      await publish({ Message });
    await publish({ Message: JSON.stringify({ detail }) });
    expect((await bodies(queue)).map(({ Message }) => JSON.parse(Message))).toEqual([{ detail }]);
  });
});

describe('a delivery', () => {
  const dead = async () => {
    const queue = await newQueue();
    return { queue, attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queue.arn }) } };
  };

  it.each<[string, () => Promise<[string, string]>, string]>([
    [
      'a function without permission',
      async () => ['lambda', stack.addFunction('closed')],
      'no permission lets sns',
    ],
    [
      'a function that only another topic may invoke',
      async () => ['lambda', stack.addFunction('other', 'arn:aws:sns:us-east-1:000000000000:other')],
      'no permission lets sns',
    ],
    [
      'no function',
      async () => ['lambda', 'arn:aws:lambda:us-east-1:000000000000:function:none'],
      'no function none',
    ],
    [
      'a queue without policy',
      async () => ['sqs', (await newQueue('events.amazonaws.com')).arn],
      'does not allow',
    ],
    ['no queue', async () => ['sqs', 'arn:aws:sqs:us-east-1:000000000000:none'], 'does not exist'],
  ])(
    'that %s refuses goes to the dead-letter queue at once, or is told of',
    async (_title, endpoint, reason) => {
      const { subscribe, publish } = newTopic();
      const [protocol, arn] = await endpoint();
      const { SubscriptionArn = '' } = await subscribe(protocol, arn);
      stack.notices.length = 0;
      const { MessageId } = await publish();
      expect(stack.notices).toEqual([expect.stringMatching(new RegExp(`message ${MessageId}: .*${reason}`))]);
      const { queue, attributes } = await dead();
      const found = stack.store.subscriptions.find(SubscriptionArn);
      if (found) stack.store.subscriptions.put({ ...found, redrivePolicy: attributes.RedrivePolicy }, false);
      await publish();
      const [letter] = await queue.take();
      expect(JSON.parse(letter?.body ?? '')).toMatchObject({ Type: 'Notification', Message: 'hello' });
      expect(letter?.attributes['ErrorMessage']?.StringValue).toContain(reason);
    },
  );

  it('is tried again as long as the queue only fails, then comes through once', async () => {
    const { subscribe, publish } = newTopic();
    const queue = await newQueue();
    await subscribe('sqs', queue.arn);
    let failures = 0;
    stack.setAround(async (request, service, run) => {
      if (request.operation !== 'SendMessage' || (failures += 1) > 7) return run();
      return failures === 3 ? 'reset' : { ...(await run()), status: 503, body: '{}' };
    });
    await publish({ Message: 'again' });
    stack.setAround((_request, _service, run) => run());
    // What the queue took before it failed was delivered already: at least once.
    const received = [...(await bodies(queue)), ...(await bodies(queue))].map(({ Message }) => Message);
    expect(failures).toBe(8);
    expect(received.length).toBeGreaterThanOrEqual(1);
    expect(new Set(received)).toEqual(new Set(['again']));
  });
});
