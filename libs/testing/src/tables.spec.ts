import { afterAll, expect, it } from '@jest/globals';
import { DescribeTableCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { defineTable } from '@hanok/tables';
import { startTables } from './tables.ts';

const RIDES = defineTable({
  name: 'Rides',
  key: { partition: { name: 'RideId', type: 'S' } },
  indexes: { ByUser: { partition: { name: 'User', type: 'S' }, sort: { name: 'At', type: 'N' } } },
  stream: 'NEW_AND_OLD_IMAGES',
});
const STEPS = defineTable({
  name: 'Steps',
  key: { partition: { name: 'Run', type: 'S' }, sort: { name: 'Step', type: 'N' } },
});
const db = await startTables([RIDES, STEPS]);
afterAll(db.stop);

it('makes the tables under their deployed names, with key, index and stream', async () => {
  expect(db.nameOf(STEPS)).toBe('Steps');
  const key = { Run: { S: 'a' }, Step: { N: '2' } };
  await db.put(STEPS, key);
  expect(await db.find(STEPS, key)).toEqual(key);
  expect(await db.find(STEPS, { ...key, Step: { N: '3' } })).toBeUndefined();
  await db.put(RIDES, { RideId: { S: 'r' }, User: { S: 'kim' }, At: { N: '5' } });
  const byUser = new QueryCommand({
    TableName: 'Rides',
    IndexName: 'ByUser',
    KeyConditionExpression: '#user = :user AND #at > :at',
    ExpressionAttributeNames: { '#user': 'User', '#at': 'At' },
    ExpressionAttributeValues: { ':user': { S: 'kim' }, ':at': { N: '4' } },
  });
  expect((await db.client.send(byUser)).Items).toHaveLength(1);
  const { Table } = await db.client.send(new DescribeTableCommand({ TableName: 'Rides' }));
  expect(Table?.StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' });
});

it('gives each test empty tables of new names on the same engine', async () => {
  await db.put(STEPS, { Run: { S: 'b' }, Step: { N: '1' } });
  const [first, second] = await Promise.all([db.fresh(), db.fresh()]);
  expect(new Set([db, first, second].map(({ nameOf }) => nameOf(STEPS))).size).toBe(3);
  await first.put(STEPS, { Run: { S: 'c' }, Step: { N: '1' } });
  expect(await first.items(STEPS)).toEqual([{ Run: { S: 'c' }, Step: { N: '1' } }]);
  expect(await second.items(STEPS)).toEqual([]);
});

it('answers all items of a table that is longer than a page', async () => {
  const { put, items } = await db.fresh();
  const Pad = { S: 'x'.repeat(300_000) };
  for (let step = 0; step < 5; step += 1) await put(STEPS, { Run: { S: 'a' }, Step: { N: `${step}` }, Pad });
  expect((await items(STEPS)).map(({ Step }) => Step?.N)).toEqual(['0', '1', '2', '3', '4']);
});

it('keeps tables on disk where that is asked for, as long as the engine runs', async () => {
  const other = await startTables([STEPS], { onDisk: true });
  try {
    await other.put(STEPS, { Run: { S: 'a' }, Step: { N: '1' } });
    expect(await other.items(STEPS)).toHaveLength(1);
  } finally {
    await other.stop();
  }
});

it('ends its engine when the block that uses it ends, and leads a client to it until then', async () => {
  // What `await using` calls at the end of its block: Node 22 does not read that syntax.
  const other = await startTables([STEPS]);
  const client = other.connect({ maxAttempts: 1 });
  const { Table } = await client.send(new DescribeTableCommand({ TableName: 'Steps' }));
  expect(Table?.TableStatus).toBe('ACTIVE');
  await other[Symbol.asyncDispose]();
  await expect(fetch(other.variables['AWS_ENDPOINT_URL_DYNAMODB'] ?? '')).rejects.toThrow();
});
