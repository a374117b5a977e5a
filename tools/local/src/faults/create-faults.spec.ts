import {
  CreateTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { CONSUMER_KEY, type LocalParts, startLocalParts } from '../conformance/local-parts.fixture.ts';
import { createFaults } from './create-faults.ts';
import type { FaultPlanInput } from './fault-plan.ts';
import { createFaultSwitches } from './fault-switches.ts';

type Fault = FaultPlanInput['faults'][number];

let parts: LocalParts;
let dynamodb: DynamoDBClient;
afterEach(() => parts?.stop());

/** Tables and queues under these faults, for one client that tries everything once. */
async function start(faults: Fault[], seed = 7, speed?: number): Promise<void> {
  parts = await startLocalParts({ faults: { seed, faults }, ...(speed && { speed }) });
  dynamodb = parts.clients().dynamodb;
  const key = { AttributeName: 'id', KeyType: 'HASH' as const };
  await dynamodb.send(
    new CreateTableCommand({
      TableName: 'totals',
      KeySchema: [key],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
}

/** Adds 1 to each item, in one transaction. */
const add = (ids: string, client = dynamodb, abortSignal = new AbortController().signal) =>
  client.send(
    new TransactWriteItemsCommand({
      TransactItems: [...ids].map((id) => ({
        Update: {
          TableName: 'totals',
          Key: { id: { S: id } },
          UpdateExpression: 'ADD Points :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        },
      })),
    }),
    { abortSignal },
  );

const total = async (id: string) =>
  (await dynamodb.send(new GetItemCommand({ TableName: 'totals', Key: { id: { S: id } } }))).Item?.Points?.N;

const transactions = { service: 'dynamodb', operation: 'TransactWriteItems' as const, rate: 1 };

describe('a fault at the gateway', () => {
  it('throttle: the code of DynamoDB, and nothing is written', async () => {
    await start([{ ...transactions, kind: 'throttle' }]);
    await expect(add('a')).rejects.toMatchObject({
      name: 'ThrottlingException',
      $metadata: { httpStatusCode: 400 },
    });
    expect(await total('a')).toBeUndefined();
  });

  it('error5xx: an error of the server, and nothing is written', async () => {
    await start([{ ...transactions, kind: 'error5xx' }]);
    await expect(add('a')).rejects.toMatchObject({
      name: 'InternalServerError',
      $metadata: { httpStatusCode: 500 },
    });
    expect(await total('a')).toBeUndefined();
  });

  it('throttle and error5xx: the codes of SQS', async () => {
    const sends = { service: 'sqs', operation: 'SendMessage', rate: 1 };
    await start([
      { ...sends, caller: 'external', kind: 'throttle' },
      { ...sends, caller: 'consumer', kind: 'error5xx' },
    ]);
    const { sqs } = parts.clients();
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
    const message = { QueueUrl, MessageBody: 'm' };
    await expect(sqs.send(new SendMessageCommand(message))).rejects.toMatchObject({
      name: 'RequestThrottled',
    });
    await expect(parts.clients(CONSUMER_KEY).sqs.send(new SendMessageCommand(message))).rejects.toMatchObject(
      { name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } },
    );
    expect((await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages).toBeUndefined();
  });

  it('transactionConflict: a reason for each item, one of them the conflict, and nothing is written', async () => {
    await start([
      { service: 'dynamodb', operation: 'TransactWriteItems', rate: 1, kind: 'transactionConflict' },
    ]);
    const error: unknown = await add('abc').catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: 'TransactionCanceledException',
      message: expect.stringMatching(/\[(None, )*TransactionConflict(, None)*\]$/),
    });
    const codes = Object(error).CancellationReasons.map(({ Code }: { Code: string }) => Code);
    expect(codes.toSorted()).toEqual(['None', 'None', 'TransactionConflict']);
    expect(await total('a')).toBeUndefined();
  });

  it('replyLost: all is written, and the connection breaks off', async () => {
    await start([{ ...transactions, kind: 'replyLost' }]);
    await expect(add('ab')).rejects.toThrow('socket hang up');
    expect([await total('a'), await total('b')]).toEqual(['1', '1']);
  });

  it('replyLost once: the client that tries again under its own token writes once', async () => {
    await start([{ ...transactions, kind: 'replyLost', times: 1 }]);
    const { $metadata } = await add('a', parts.clients('AKIAOUTSIDE', 3).dynamodb);
    expect($metadata.attempts).toBe(2);
    expect(await total('a')).toBe('1');
  });

  it('connectionReset: the connection breaks off, and nothing is written', async () => {
    await start([{ ...transactions, kind: 'connectionReset' }]);
    await expect(add('a')).rejects.toThrow('socket hang up');
    expect(await total('a')).toBeUndefined();
  });

  it('latency: the answer comes later', async () => {
    await start([{ ...transactions, kind: 'latency', ms: 120 }]);
    const begun = performance.now();
    await add('a');
    expect(performance.now() - begun).toBeGreaterThanOrEqual(119);
    expect(await total('a')).toBe('1');
  });

  it('latency: what a client gave up meanwhile never reaches the service', async () => {
    await start([{ ...transactions, kind: 'latency', ms: 60_000 }]);
    await expect(add('a', dynamodb, AbortSignal.timeout(50))).rejects.toMatchObject({ name: 'AbortError' });
    while (!parts.audit.some(({ operation, status }) => operation === 'TransactWriteItems' && !status)) {
      await total('a');
    }
    expect(await total('a')).toBeUndefined();
  });

  it('strikes the caller that it names, and no other', async () => {
    await start([{ ...transactions, caller: 'consumer', kind: 'throttle' }]);
    await add('a');
    await expect(add('a', parts.clients(CONSUMER_KEY).dynamodb)).rejects.toMatchObject({
      name: 'ThrottlingException',
    });
    expect(await total('a')).toBe('1');
  });

  it('strikes as often as it may, then never again', async () => {
    await start([{ ...transactions, kind: 'error5xx', times: 2 }]);
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => add('a')));
    expect(tries.filter(({ status }) => status === 'rejected')).toHaveLength(2);
    expect(await total('a')).toBe('3');
  });
});

describe('partitionLimit: at the gateway', () => {
  const limit = (operation: 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'TransactWriteItems', units: number) =>
    start([{ service: 'dynamodb', operation, kind: 'partitionLimit', units }], 7, 0.001);
  const put = (id: string, text = '') =>
    dynamodb.send(new PutItemCommand({ TableName: 'totals', Item: { id: { S: id }, Text: { S: text } } }));
  const settledAs = async (sent: readonly Promise<unknown>[]) =>
    (await Promise.allSettled(sent)).map((each) =>
      each.status === 'rejected' ? each.reason.name : 'written',
    );

  it('writes of one key beyond its units in a second of the clock are throttled, those of others are not', async () => {
    await limit('PutItem', 3);
    expect(await settledAs([put('a'), put('b')])).toEqual(['written', 'written']);
    expect(await settledAs([put('a'), put('a')])).toEqual(['written', 'written']);
    expect(await settledAs([put('a'), put('b')])).toEqual(['ThrottlingException', 'written']);
    await parts.clock.advance(1_000);
    expect(await settledAs([put('a')])).toEqual(['written']);
  });

  it('a put takes a unit for each kilobyte', async () => {
    await limit('PutItem', 3);
    expect(await settledAs([put('a', 'x'.repeat(2_500))])).toEqual(['written']);
    expect(await settledAs([put('a'), put('b', 'x'.repeat(4_000))])).toEqual([
      'ThrottlingException',
      'ThrottlingException',
    ]);
  });

  it('a transaction takes twice as much, is cancelled with the reason of each item, and takes nothing then', async () => {
    await limit('TransactWriteItems', 4);
    await add('ab');
    await add('a');
    const error: unknown = await add('bac').catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: 'TransactionCanceledException',
      message: expect.stringMatching(/\[None, ThrottlingError, None\]$/),
    });
    expect(await settledAs([add('b'), add('cd')])).toEqual(['written', 'written']);
    expect([await total('a'), await total('b'), await total('c')]).toEqual(['2', '2', '1']);
  });

  it('of a table that is not there, the service says so', async () => {
    await limit('PutItem', 1);
    const gone = dynamodb.send(new PutItemCommand({ TableName: 'gone', Item: { id: { S: 'a' } } }));
    await expect(gone).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

/** What becomes of 60 writes one after another: `.` written, `T` throttled, `5` failed. */
async function sequence(seed: number, between: () => Promise<unknown> = () => Promise.resolve()) {
  const writes = { service: 'dynamodb', operation: 'PutItem' };
  await start(
    [
      { ...writes, rate: 0.3, kind: 'throttle' },
      { ...writes, rate: 0.2, kind: 'error5xx' },
    ],
    seed,
  );
  let seen = '';
  for (let index = 0; index < 60; index += 1) {
    await between();
    seen += await dynamodb.send(new PutItemCommand({ TableName: 'totals', Item: { id: { S: 'a' } } })).then(
      () => '.',
      (error: Error) => (error.name === 'ThrottlingException' ? 'T' : '5'),
    );
  }
  await parts.stop();
  return seen;
}

describe('the seed', () => {
  it('gives the same faults in the same sequence of an operation, whatever other calls are made', async () => {
    const first = await sequence(7);
    const again = await sequence(7, () => total('a'));
    const other = await sequence(8);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    expect(new Set(first)).toEqual(new Set('.T5'));
  });
});

describe('a plan that could never strike', () => {
  it.each([
    ['service', 's3', 'PutObject', 'faults[0].service: s3 is none of dynamodb, sqs'],
    ['operation', 'sqs', 'AddPermission', 'faults[0].operation: the local stack has no sqs:AddPermission'],
  ])('is refused, naming its %s', (_field, service, operation, message) => {
    const services = ['dynamodb', 'sqs'].map((name) => ({ name, operations: new Set(['SendMessage']) }));
    const plan: FaultPlanInput = { faults: [{ service, operation, rate: 1, kind: 'throttle' }] };
    expect(() => createFaults(createFaultSwitches(plan), services)).toThrow(
      expect.objectContaining({ name: 'FaultPlanError', message }),
    );
  });
});
