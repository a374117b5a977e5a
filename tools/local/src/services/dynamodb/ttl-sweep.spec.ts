import {
  CreateTableCommand,
  PutItemCommand,
  ScanCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClock } from '../../clock.ts';
import { type DynamodbStack, PLAYERS, startDynamodbStack } from './dynamodb-stack.fixture.ts';
import { runTtlSweep, sweepExpired } from './ttl-sweep.ts';

let stack: DynamodbStack;
beforeAll(async () => {
  stack = await startDynamodbStack();
});
afterAll(() => stack.stop());

const YEAR = 365 * 86_400;

async function createTable(TableName: string): Promise<void> {
  await stack.dynamodb.send(new CreateTableCommand({ ...PLAYERS, TableName }));
  const TimeToLiveSpecification = { Enabled: true, AttributeName: 'ttl' };
  await stack.dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
}

async function put(TableName: string, name: string, ttl: { N: string } | { S: string }): Promise<void> {
  await stack.dynamodb.send(new PutItemCommand({ TableName, Item: { name: { S: name }, ttl } }));
}

async function names(TableName: string): Promise<(string | undefined)[]> {
  const { Items = [] } = await stack.dynamodb.send(new ScanCommand({ TableName }));
  return Items.map(({ name }) => name?.S).sort();
}

describe('sweepExpired', () => {
  it('deletes what expired, and keeps what is due, older than five years, or no number', async () => {
    await createTable('receipts');
    const now = Math.floor(Date.now() / 1000);
    await put('receipts', 'expired', { N: String(now - 60) });
    await put('receipts', 'due', { N: String(now + 3600) });
    await put('receipts', 'ancient', { N: String(now - 6 * YEAR) });
    await put('receipts', 'text', { S: String(now - 60) });
    expect(await sweepExpired({ client: stack.dynamodb, clock: createClock() })).toBe(1);
    expect(await names('receipts')).toEqual(['ancient', 'due', 'text']);
  });

  it('goes by the clock that it is given', async () => {
    await createTable('later');
    await put('later', 'in-an-hour', { N: String(Math.floor(Date.now() / 1000) + 3600) });
    const inTwoHours = { ...createClock(), now: () => Date.now() + 7_200_000 };
    await sweepExpired({ client: stack.dynamodb, clock: inTwoHours });
    expect(await names('later')).toEqual([]);
  });
});

describe('runTtlSweep', () => {
  it('sweeps again and again until it is aborted, also after a failed round', async () => {
    await createTable('looped');
    await put('looped', 'expired', { N: String(Math.floor(Date.now() / 1000) - 60) });
    const stop = new AbortController();
    const errors: unknown[] = [];
    let failures = 1;
    const clock = createClock(1000);
    const failing = {
      ...clock,
      now: () => {
        if (failures-- > 0) throw new Error('no time');
        return clock.now();
      },
    };
    const running = runTtlSweep({
      client: stack.dynamodb,
      clock: failing,
      everySeconds: 10,
      signal: stop.signal,
      onError: (error) => errors.push(error),
    });
    while ((await names('looped')).length > 0);
    stop.abort();
    await running;
    expect(errors).toEqual([new Error('no time')]);
  });
});
