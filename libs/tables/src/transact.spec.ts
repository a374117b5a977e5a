import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { startDynoxide } from '@hanok/engines';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { createReceipts } from './receipts.ts';
import { createTableInput } from './create-table-input.ts';
import { defineTable } from './define-table.ts';
import { ItemShapeError, WriteRefusedError } from './errors.ts';
import { transact } from './transact.ts';
import { untilUncontended } from './until-uncontended.ts';
import { writeOutcome } from './write-outcome.ts';

const RECEIPT_TABLE = defineTable({
  name: 'Receipts',
  key: { partition: { name: 'ReceiptId', type: 'S' } },
  expires: 'ExpiresAt',
});
const NOW = new Date('2026-01-01T00:00:00.500Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const { signal } = new AbortController();

let engine: Awaited<ReturnType<typeof startDynoxide>>;
let client: DynamoDBClient;
let table: string;
let tables = 0;
beforeAll(async () => {
  engine = await startDynoxide();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new DynamoDBClient({ endpoint: engine.endpoint, region: 'us-east-1', credentials });
});
beforeEach(async () => {
  tables += 1;
  table = `Receipts-${tables}`;
  await client.send(new CreateTableCommand(createTableInput(RECEIPT_TABLE, table)));
});
afterAll(async () => {
  client.destroy();
  await engine.stop();
});

const first = (id: string) => ({
  Put: {
    TableName: table,
    Item: { ReceiptId: { S: id } },
    ConditionExpression: 'attribute_not_exists(ReceiptId)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  },
});
const find = async (id: string) => {
  const Key = { ReceiptId: { S: id } };
  return (await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }))).Item;
};
/** A client that DynamoDB answers with these reasons. */
function cancelling(...codes: string[]): DynamoDBClient {
  const cancelled = new DynamoDBClient({ region: 'us-east-1' });
  cancelled.middlewareStack.add(
    () => () => {
      const CancellationReasons = codes.map((Code) => ({ Code }));
      throw new TransactionCanceledException({ message: 'cancelled', $metadata: {}, CancellationReasons });
    },
    { step: 'initialize' },
  );
  return cancelled;
}

describe('transact', () => {
  it('writes all', async () => {
    expect(await transact(client, { one: first('a'), other: first('b') }, signal)).toEqual({
      kind: 'written',
    });
    expect([await find('a'), await find('b')]).toEqual([
      { ReceiptId: { S: 'a' } },
      { ReceiptId: { S: 'b' } },
    ]);
  });

  it('writes nothing when one condition fails, and answers what stands there', async () => {
    await transact(client, { one: first('a') }, signal);
    expect(await transact(client, { one: first('a'), other: first('b') }, signal)).toEqual({
      kind: 'unmet',
      by: { one: { kind: 'unmet', item: { ReceiptId: { S: 'a' } } } },
    });
    expect(await find('b')).toBeUndefined();
  });

  it.each([
    ['contended', ['None', 'TransactionConflict'], ['other']],
    ['contended', ['ThrottlingError', 'ProvisionedThroughputExceeded'], ['one', 'other']],
    ['unmet', ['ConditionalCheckFailed', 'TransactionConflict'], ['one', 'other']],
    ['refused', ['ConditionalCheckFailed', 'ValidationError'], ['one', 'other']],
  ])('is %s after %j', async (kind, codes, names) => {
    const answer = await transact(cancelling(...codes), { one: first('a'), other: first('b') }, signal);
    expect(answer.kind).toBe(kind);
    expect(Object.keys('by' in answer ? answer.by : {})).toEqual(names);
  });

  it('tells of the writes of a list by their places in it', async () => {
    const answer = await transact(
      cancelling('None', 'TransactionConflict'),
      [first('a'), first('b')],
      signal,
    );
    expect(answer).toEqual({ kind: 'contended', by: { 1: { kind: 'contended' } } });
  });

  it('tells the code of a write that DynamoDB never takes', async () => {
    const answer = await transact(cancelling('ItemCollectionSizeLimitExceeded'), { one: first('a') }, signal);
    const error = new WriteRefusedError('ItemCollectionSizeLimitExceeded');
    expect(answer).toEqual({ kind: 'refused', error, by: { one: { kind: 'refused', error } } });
  });

  it('rejects with what DynamoDB answers when no write is the reason', async () => {
    const aborted = AbortSignal.abort();
    await expect(transact(client, { one: first('a') }, aborted)).rejects.toThrow('aborted');
    await expect(transact(cancelling('None'), { one: first('a') }, signal)).rejects.toThrow('cancelled');
  });
});

describe('createReceipts', () => {
  const receiptsIn = (tableName: string) =>
    createReceipts({
      client,
      table: tableName,
      definition: RECEIPT_TABLE,
      keptSeconds: 60,
      answer: z.object({ Ride: z.string() }),
    });
  const RECEIPT = { key: { ReceiptId: 'key#1' }, fingerprint: 'print', answer: { Ride: 'r' } };
  const { key, ...SETTLED } = RECEIPT;

  it('finds the receipt until it expires', async () => {
    const receipts = receiptsIn(table);
    await transact(client, { receipt: { Put: receipts.put(RECEIPT, NOW) } }, signal);
    expect(await receipts.find(key, later(59), signal)).toEqual(SETTLED);
    expect(await receipts.find(key, later(60), signal)).toBeUndefined();
    expect(await receipts.find({ ReceiptId: 'key#2' }, NOW, signal)).toBeUndefined();
  });

  it('stores fingerprint, answer and the second of its end', async () => {
    await transact(client, { receipt: { Put: receiptsIn(table).put(RECEIPT, NOW) } }, signal);
    expect(await find('key#1')).toEqual({
      ReceiptId: { S: 'key#1' },
      Fingerprint: { S: 'print' },
      Answer: { S: '{"Ride":"r"}' },
      ExpiresAt: { N: String(Date.parse('2026-01-01T00:01:00Z') / 1000) },
    });
  });

  it('lets one receipt of a key through, and the next one once it has expired', async () => {
    const receipts = receiptsIn(table);
    const put = (now: Date) => transact(client, { receipt: { Put: receipts.put(RECEIPT, now) } }, signal);
    expect(await put(NOW)).toEqual({ kind: 'written' });
    const again = await put(later(59));
    expect(again.kind === 'unmet' && again.by.receipt).toMatchObject({ kind: 'unmet' });
    expect(
      again.kind === 'unmet' &&
        again.by.receipt?.kind === 'unmet' &&
        receipts.read(again.by.receipt.item, later(59)),
    ).toEqual(SETTLED);
    expect(await put(later(60))).toEqual({ kind: 'written' });
  });

  it('holds no answer when none is asked for', async () => {
    const receipts = createReceipts({
      client,
      table,
      definition: RECEIPT_TABLE,
      keptSeconds: 60,
    });
    const receipt = { key, fingerprint: 'print', answer: undefined };
    await transact(client, { receipt: { Put: receipts.put(receipt, NOW) } }, signal);
    expect(Object.keys((await find('key#1')) ?? {}).toSorted()).toEqual([
      'ExpiresAt',
      'Fingerprint',
      'ReceiptId',
    ]);
    expect(await receipts.find(key, NOW, signal)).toEqual({ fingerprint: 'print', answer: undefined });
  });

  it('lets no second one through while the first stands, where a key may be used again when that is removed', async () => {
    const options = { client, table, definition: RECEIPT_TABLE, keptSeconds: 60 };
    const receipts = createReceipts({ ...options, reuse: 'when removed' });
    const put = (now: Date) =>
      transact(
        client,
        { receipt: { Put: receipts.put({ key, fingerprint: 'print', answer: undefined }, now) } },
        signal,
      );
    expect(await put(NOW)).toEqual({ kind: 'written' });
    expect(await put(later(60))).toMatchObject({ kind: 'unmet' });
    const stands = { fingerprint: 'print', answer: undefined };
    expect(await receipts.find(key, later(60), signal)).toEqual(stands);
  });

  it('tells whether a receipt stands for the same request', async () => {
    const receipts = receiptsIn(table);
    const { Item = {} } = receipts.put(RECEIPT, NOW);
    expect([receipts.isSame(Item, 'print'), receipts.isSame(Item, 'another')]).toEqual([true, false]);
  });

  it('says what is wrong with an item that is no receipt', async () => {
    await transact(client, { one: first('key#1') }, signal);
    await expect(receiptsIn(table).find(key, NOW, signal)).rejects.toThrow(
      new ItemShapeError('Receipts, ReceiptId key#1: ExpiresAt: missing'),
    );
  });
});

describe('writeOutcome', () => {
  it('answers what was written, or what stands there', async () => {
    const { Put } = first('a');
    expect(await writeOutcome(client.send(new PutItemCommand(Put)))).toMatchObject({ kind: 'written' });
    expect(await writeOutcome(client.send(new PutItemCommand(Put)))).toEqual({
      kind: 'unmet',
      item: { ReceiptId: { S: 'a' } },
    });
  });

  it('answers no item where nothing stands', async () => {
    const update = new UpdateItemCommand({
      TableName: table,
      Key: { ReceiptId: { S: 'none' } },
      UpdateExpression: 'SET Seen = :yes',
      ConditionExpression: 'attribute_exists(ReceiptId)',
      ExpressionAttributeValues: { ':yes': { BOOL: true } },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    expect(await writeOutcome(client.send(update))).toEqual({ kind: 'unmet', item: undefined });
  });

  it('rejects with any other error', async () => {
    const put = new PutItemCommand({ TableName: 'none', Item: { ReceiptId: { S: 'a' } } });
    await expect(writeOutcome(client.send(put))).rejects.toThrow('not found');
  });
});

describe('untilUncontended', () => {
  it('calls six times at most', async () => {
    let calls = 0;
    const answer = await untilUncontended(async () => ({ kind: 'contended', call: (calls += 1) }), {
      signal,
      random: () => 0,
    });
    expect(answer).toEqual({ kind: 'contended', call: 6 });
  });

  it('answers the first other kind', async () => {
    const kinds = ['contended', 'written', 'contended'];
    const call = async () => ({ kind: kinds.shift() ?? 'none' });
    expect(await untilUncontended(call, { signal, random: () => 0 })).toEqual({ kind: 'written' });
    expect(kinds).toEqual(['contended']);
  });

  it('ends a wait when the signal aborts', async () => {
    const call = async () => ({ kind: 'contended' });
    const ended = untilUncontended(call, { signal: AbortSignal.timeout(5), random: () => 1e6 });
    await expect(ended).rejects.toThrow('aborted');
  });
});
