import {
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  PutItemCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorInput,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DynamodbStack, ENGINES, PLAYERS, startDynamodbStack } from './dynamodb-stack.fixture.ts';

let stack: DynamodbStack;
async function createTable(TableName: string): Promise<string> {
  await stack.dynamodb.send(new CreateTableCommand({ ...PLAYERS, TableName }));
  return streamArnOf(TableName);
}

async function streamArnOf(TableName: string): Promise<string> {
  const { Streams } = await stack.streams.send(new ListStreamsCommand({ TableName }));
  return Streams?.[0]?.StreamArn ?? '';
}

async function put(TableName: string, name: string, score: number): Promise<void> {
  const Item = { name: { S: name }, score: { N: String(score) } };
  await stack.dynamodb.send(new PutItemCommand({ TableName, Item }));
}

async function shardOf(StreamArn: string) {
  const { StreamDescription } = await stack.streams.send(new DescribeStreamCommand({ StreamArn }));
  return StreamDescription?.Shards?.[0];
}

async function iteratorOf(StreamArn: string, from: Partial<GetShardIteratorInput> = {}): Promise<string> {
  const ShardId = (await shardOf(StreamArn))?.ShardId;
  const command = new GetShardIteratorCommand({
    StreamArn,
    ShardId,
    ShardIteratorType: 'TRIM_HORIZON',
    ...from,
  });
  return (await stack.streams.send(command)).ShardIterator ?? '';
}

async function read(StreamArn: string, from: Partial<GetShardIteratorInput> = {}) {
  const ShardIterator = await iteratorOf(StreamArn, from);
  return (await stack.streams.send(new GetRecordsCommand({ ShardIterator }))).Records ?? [];
}

const scores = (records: Awaited<ReturnType<typeof read>>) =>
  records.map(({ dynamodb }) => dynamodb?.NewImage?.['score']?.N);

describe.each(ENGINES)('on %s, a stream', (kind) => {
  beforeAll(async () => {
    stack = await startDynamodbStack({ kind });
  });
  afterAll(() => stack.stop());

  it('has one open shard, whose id AWS’s clients accept and whose last sequence number is unknown', async () => {
    const arn = await createTable('open');
    await put('open', 'a', 1);
    const shard = await shardOf(arn);
    expect(shard?.ShardId).toMatch(/^shardId-\d{20}-[0-9a-f]{8}$/);
    expect(shard?.SequenceNumberRange).toEqual({ StartingSequenceNumber: expect.stringMatching(/^\d{21}$/) });
    const command = new DescribeStreamCommand({ StreamArn: arn, ExclusiveStartShardId: shard?.ShardId });
    expect((await stack.streams.send(command)).StreamDescription?.Shards).toEqual([]);
  });

  it('gives records of the stack’s region, in order, and none for a write that changes nothing', async () => {
    const arn = await createTable('records');
    await put('records', 'a', 1);
    await put('records', 'a', 1);
    await put('records', 'a', 2);
    await stack.dynamodb.send(new DeleteItemCommand({ TableName: 'records', Key: { name: { S: 'a' } } }));
    const records = await read(arn);
    expect(records.map(({ eventName, awsRegion }) => [eventName, awsRegion])).toEqual([
      ['INSERT', 'ap-northeast-2'],
      ['MODIFY', 'ap-northeast-2'],
      ['REMOVE', 'ap-northeast-2'],
    ]);
    const numbers = records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? '');
    expect(numbers).toEqual([...numbers].sort());
    expect(new Set(records.map(({ eventID }) => eventID)).size).toBe(3);
  });

  it('is read at, after and from behind a sequence number', async () => {
    const arn = await createTable('positions');
    for (const score of [1, 2, 3]) await put('positions', 'a', score);
    const SequenceNumber = (await read(arn))[1]?.dynamodb?.SequenceNumber;
    expect(scores(await read(arn, { ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber }))).toEqual([
      '2',
      '3',
    ]);
    expect(scores(await read(arn, { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber }))).toEqual([
      '3',
    ]);
    const latest = await iteratorOf(arn, { ShardIteratorType: 'LATEST' });
    await put('positions', 'a', 4);
    const { Records, NextShardIterator } = await stack.streams.send(
      new GetRecordsCommand({ ShardIterator: latest }),
    );
    expect(scores(Records ?? [])).toEqual(['4']);
    const next = await stack.streams.send(new GetRecordsCommand({ ShardIterator: NextShardIterator }));
    expect(next.Records).toEqual([]);
  });

  it('of a table made anew goes on above the sequence numbers of the old one', async () => {
    const first = await createTable('anew');
    await put('anew', 'a', 1);
    const old = (await read(first))[0]?.dynamodb?.SequenceNumber ?? '';
    await stack.dynamodb.send(new DeleteTableCommand({ TableName: 'anew' }));
    const second = await createTable('anew');
    await put('anew', 'a', 2);
    const [record] = await read(second);
    expect(BigInt(record?.dynamodb?.SequenceNumber ?? 0)).toBeGreaterThan(BigInt(old));
    await expect(
      iteratorOf(second, { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: old }),
    ).rejects.toMatchObject({ name: 'TrimmedDataAccessException' });
    await expect(shardOf(first)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('refuses a stream, a shard, a position and an iterator that it does not know', async () => {
    const arn = await createTable('strict');
    const missing = { name: 'ResourceNotFoundException' };
    await expect(
      shardOf(arn.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10))),
    ).rejects.toMatchObject(missing);
    await expect(shardOf(arn.replace('ap-northeast-2', 'us-east-1'))).rejects.toMatchObject(missing);
    const ShardId = 'shardId-00000000000000000000-00000000';
    await expect(iteratorOf(arn, { ShardId })).rejects.toMatchObject(missing);
    await expect(
      iteratorOf(arn, { ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber: '9'.repeat(30) }),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(stack.streams.send(new GetRecordsCommand({ ShardIterator: 'junk' }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    const tooMany = stack.streams.send(new GetRecordsCommand({ ShardIterator: 'junk', Limit: 1001 }));
    await expect(tooMany).rejects.toThrow("Value '1001' at 'limit' failed to satisfy constraint");
    const none = stack.streams.send(new GetRecordsCommand({ ShardIterator: 'junk', Limit: 0 }));
    await expect(none).rejects.toThrow('Member must have value greater than or equal to 1');
  });

  it('needs permission for the stream', async () => {
    const arn = await createTable('guarded');
    stack.takeAccess();
    await read(arn);
    expect(stack.takeAccess()).toEqual(
      ['DescribeStream', 'GetShardIterator', 'GetRecords'].map((name) => ({
        action: `dynamodb:${name}`,
        resource: arn,
      })),
    );
  });

  it('is not read by an iterator of another stream, nor named by its time in another form', async () => {
    const [own, other] = [await createTable('own'), await createTable('other')];
    const [mine, theirs] = [await iteratorOf(own), await iteratorOf(other)];
    const [arn = '', version, , seal] = mine.split('|');
    const forged = [arn, version, theirs.split('|')[2], seal].join('|');
    await expect(stack.streams.send(new GetRecordsCommand({ ShardIterator: forged }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(shardOf(arn.replace(/T(?=\d\d:)/, ' '))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    expect((await stack.streams.send(new GetRecordsCommand({ ShardIterator: mine }))).Records).toEqual([]);
  });

  it('ends with its table’s stream specification', async () => {
    const arn = await createTable('ended');
    const StreamSpecification = { StreamEnabled: false };
    await stack.dynamodb.send(new UpdateTableCommand({ TableName: 'ended', StreamSpecification }));
    await expect(shardOf(arn)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
