import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BatchGetItemCommand,
  CreateBackupCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  GetItemCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TagResourceCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DynamodbStack, PLAYERS, startDynamodbStack } from './dynamodb-stack.fixture.ts';

const TABLE_ARN = 'arn:aws:dynamodb:ap-northeast-2:111122223333:table/players';
let stack: DynamodbStack;
beforeAll(async () => {
  stack = await startDynamodbStack();
  await stack.dynamodb.send(new CreateTableCommand(PLAYERS));
});
afterAll(() => stack.stop());

describe('tables', () => {
  it('carry ARNs of the stack’s region and account, and stream labels in the form of AWS', async () => {
    const { Table } = await stack.dynamodb.send(new DescribeTableCommand({ TableName: 'players' }));
    expect(Table?.TableArn).toBe(TABLE_ARN);
    expect(Table?.GlobalSecondaryIndexes?.[0]?.IndexArn).toBe(`${TABLE_ARN}/index/by-team`);
    expect(Table?.LatestStreamLabel).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+$/);
    expect(Table?.LatestStreamArn).toBe(`${TABLE_ARN}/stream/${Table?.LatestStreamLabel}`);
  });

  it('are found by their ARN as by their name', async () => {
    const { Table } = await stack.dynamodb.send(new DescribeTableCommand({ TableName: TABLE_ARN }));
    expect(Table?.TableName).toBe('players');
    const Item = { name: { S: 'by arn' }, note: { S: TABLE_ARN } };
    await stack.dynamodb.send(new PutItemCommand({ TableName: TABLE_ARN, Item }));
    const found = await stack.dynamodb.send(
      new GetItemCommand({ TableName: TABLE_ARN, Key: { name: { S: 'by arn' } } }),
    );
    expect(found.Item).toEqual(Item);
  });

  it('take tags by their ARN', async () => {
    const Tags = [{ Key: 'owner', Value: 'arn:aws:dynamodb:dynoxide:000000000000:table/x' }];
    await stack.dynamodb.send(new TagResourceCommand({ ResourceArn: TABLE_ARN, Tags }));
    expect(
      await stack.dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: TABLE_ARN })),
    ).toMatchObject({ Tags });
  });

  it('refuse to enable a time to live that is enabled', async () => {
    const TimeToLiveSpecification = { Enabled: true, AttributeName: 'expiry' };
    const command = () => new UpdateTimeToLiveCommand({ TableName: 'players', TimeToLiveSpecification });
    await stack.dynamodb.send(command());
    await expect(stack.dynamodb.send(command())).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'TimeToLive is already enabled',
    });
  });

  it('say that they have no backups, and a table that is absent says that', async () => {
    const answer = await stack.dynamodb.send(new DescribeContinuousBackupsCommand({ TableName: 'players' }));
    expect(answer.ContinuousBackupsDescription?.ContinuousBackupsStatus).toBe('DISABLED');
    await expect(
      stack.dynamodb.send(new DescribeContinuousBackupsCommand({ TableName: 'absent' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('items', () => {
  it('keep texts that look like the engine’s ARNs', async () => {
    const Item = { name: { S: 'text' }, note: { S: 'arn:aws:dynamodb:dynoxide:000000000000:table/players' } };
    await stack.dynamodb.send(new PutItemCommand({ TableName: 'players', Item }));
    const found = await stack.dynamodb.send(
      new GetItemCommand({ TableName: 'players', Key: { name: { S: 'text' } } }),
    );
    expect(found.Item).toEqual(Item);
  });

  it('answer the reason of each part of a cancelled transaction', async () => {
    const put = (name: string, ConditionExpression: string) => ({
      Put: { TableName: 'players', Item: { name: { S: name } }, ConditionExpression },
    });
    const TransactItems = [put('new', 'attribute_not_exists(#n)'), put('none', 'attribute_exists(#n)')].map(
      ({ Put }) => ({ Put: { ...Put, ExpressionAttributeNames: { '#n': 'name' } } }),
    );
    await expect(stack.dynamodb.send(new TransactWriteItemsCommand({ TransactItems }))).rejects.toMatchObject(
      {
        name: 'TransactionCanceledException',
        CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
      },
    );
  });

  it('survive a SIGKILL of the engine in mid-traffic once a write is acknowledged', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'dynamodb-spec-'));
    const file = join(dir, 'tables.db');
    const first = await startDynamodbStack({ file });
    await first.dynamodb.send(new CreateTableCommand(PLAYERS));
    const acknowledged: string[] = [];
    const write = async (name: string) => {
      await first.dynamodb.send(new PutItemCommand({ TableName: 'players', Item: { name: { S: name } } }));
      acknowledged.push(name);
      if (acknowledged.length === 60) process.kill(first.engine.pid, 'SIGKILL');
    };
    const ended = await Promise.allSettled(Array.from({ length: 200 }, (_, index) => write(String(index))));
    expect(ended.some(({ status }) => status === 'rejected')).toBe(true);
    await first.stop();

    const second = await startDynamodbStack({ file });
    const { Items = [] } = await second.dynamodb.send(new ScanCommand({ TableName: 'players' }));
    expect(Items.map(({ name }) => name?.S)).toEqual(expect.arrayContaining(acknowledged));
    expect(acknowledged.length).toBeGreaterThanOrEqual(60);
    await second.stop();
    await rm(dir, { recursive: true });
  });
});

describe('operations that the stack lacks', () => {
  it('are refused by name', async () => {
    await expect(
      stack.dynamodb.send(new CreateBackupCommand({ TableName: 'players', BackupName: 'one' })),
    ).rejects.toMatchObject({
      name: 'NotImplementedException',
      message: 'The local stack does not support dynamodb:CreateBackup',
      $metadata: { httpStatusCode: 501 },
    });
  });
});

describe('permissions', () => {
  const Key = { name: { S: 'a' } };
  const TableName = 'players';

  it('of a transaction are those of its parts', async () => {
    stack.takeAccess();
    const condition = {
      ConditionExpression: 'attribute_not_exists(#n)',
      ExpressionAttributeNames: { '#n': 'name' },
    };
    const TransactItems = [
      { Put: { TableName, Item: Key } },
      { Update: { TableName, Key: { name: { S: 'b' } }, UpdateExpression: 'REMOVE team' } },
      { Delete: { TableName, Key: { name: { S: 'c' } } } },
      { ConditionCheck: { TableName, Key: { name: { S: 'd' } }, ...condition } },
    ];
    await stack.dynamodb.send(new TransactWriteItemsCommand({ TransactItems }));
    await stack.dynamodb.send(new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key } }] }));
    const actions = ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem', 'GetItem'];
    expect(stack.takeAccess()).toEqual(
      actions.map((name) => ({ action: `dynamodb:${name}`, resource: TABLE_ARN })),
    );
  });

  it('of an index query name the index, and of a batch its tables', async () => {
    stack.takeAccess();
    const query = {
      KeyConditionExpression: 'team = :team',
      ExpressionAttributeValues: { ':team': { S: 'red' } },
    };
    await stack.dynamodb.send(new QueryCommand({ TableName, IndexName: 'by-team', ...query }));
    await stack.dynamodb.send(new BatchGetItemCommand({ RequestItems: { [TABLE_ARN]: { Keys: [Key] } } }));
    expect(stack.takeAccess()).toEqual([
      { action: 'dynamodb:Query', resource: `${TABLE_ARN}/index/by-team` },
      { action: 'dynamodb:BatchGetItem', resource: TABLE_ARN },
    ]);
  });
});

describe('a request that is no JSON', () => {
  it('is answered with a SerializationException', async () => {
    const response = await fetch(stack.gateway.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem', 'content-type': 'application/x-amz-json-1.0' },
      body: '{"TableName":',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      __type: expect.stringContaining('#SerializationException'),
    });
  });
});

describe('input of a wrong type', () => {
  it('is refused by its field, so that no permission is passed by', async () => {
    const response = await fetch(stack.gateway.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem', 'content-type': 'application/x-amz-json-1.0' },
      body: JSON.stringify({ TableName: ['players'], Key: { name: { S: 'a' } } }),
    });
    expect(await response.json()).toMatchObject({
      __type: expect.stringContaining('#SerializationException'),
      message: expect.stringContaining('TableName'),
    });
  });
});

describe('a table that is deleted', () => {
  it('is gone for every client', async () => {
    await stack.dynamodb.send(new CreateTableCommand({ ...PLAYERS, TableName: 'brief' }));
    await stack.dynamodb.send(new DeleteTableCommand({ TableName: 'brief' }));
    await expect(stack.dynamodb.send(new ScanCommand({ TableName: 'brief' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
