import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AttributeValue, DeleteItemCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { defineTable } from '@hanok/tables';
import { clientSettings, eventually, startTables } from '@hanok/testing';
import { createClock } from '../../clock.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { FailedBatchReport, OnFailure } from '../delivery/failed-batch-report.ts';
import { openSqliteCheckpoints } from './sqlite-checkpoints.ts';
import type { RunningMapping } from '../sqs/sqs-mapping.ts';
import { startStreamMapping } from './stream-mapping.ts';
import type { StreamEventRecord } from './stream-record.ts';
import { createTableWrites } from './table-writes.ts';
import { createFakeInvoker } from '../delivery/fake-invoker.fixture.ts';

type Batch = { Records: StreamEventRecord[] };
type Config = Partial<Parameters<typeof startStreamMapping>[0]['config']>;

const PLAYERS = defineTable({
  name: 'players',
  key: { partition: { name: 'PlayerName', type: 'S' } },
  stream: 'NEW_AND_OLD_IMAGES',
});
const db = await startTables([PLAYERS]);
const streams = new DynamoDBStreamsClient({ ...clientSettings(db.endpoint), maxAttempts: 1 });
afterAll(async () => {
  streams.destroy();
  await db.stop();
});

let tables: Awaited<ReturnType<typeof db.fresh>>;
let streamArn: string;
let checkpoints: Checkpoints & { close(): void };
let stop: AbortController;
let mapping: RunningMapping | undefined;
let lines: string[];
/** The player names of each batch that the function received. */
let batches: string[][];
let reports: FailedBatchReport[];

beforeEach(async () => {
  tables = await db.fresh();
  const { Table } = await db.client.send(new DescribeTableCommand({ TableName: tables.nameOf(PLAYERS) }));
  streamArn = Table?.LatestStreamArn ?? '';
  checkpoints = openSqliteCheckpoints(':memory:');
  stop = new AbortController();
  [mapping, lines, batches, reports] = [undefined, [], [], []];
});
afterEach(async () => {
  await stopMapping();
  checkpoints.close();
});

async function stopMapping(): Promise<void> {
  stop.abort();
  await mapping?.stopped;
  stop = new AbortController();
}

const put = (name: string, attributes: Record<string, AttributeValue> = {}) =>
  tables.put(PLAYERS, { PlayerName: { S: name }, ...attributes });

async function putAll(names: string): Promise<void> {
  for (const name of names) await put(name);
}

const keepReport: OnFailure = (report) => Promise.resolve(void reports.push(report));

function start(run: (event: Batch) => unknown, config: Config = {}, onFailure: OnFailure = keepReport): void {
  mapping = startStreamMapping({
    config: {
      uuid: 'mapping-1',
      eventSourceArn: streamArn,
      functionName: 'rank',
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:rank',
      startingPosition: 'TRIM_HORIZON',
      reportBatchItemFailures: true,
      ...config,
    },
    clock: createClock(1000),
    invoker: createFakeInvoker((batch: Batch) => {
      batches.push(batch.Records.map(nameOf));
      return run(batch);
    }),
    streams,
    writes: createTableWrites(20),
    checkpoints,
    onFailure,
    log: (line) => lines.push(line),
    signal: stop.signal,
  });
}

function nameOf(record: StreamEventRecord | undefined): string {
  return String(record?.dynamodb.Keys['PlayerName']?.['S']);
}

const checkpointOf = (name: string) => checkpoints.load(`mapping-1 ${streamArn}`, name);
const shard = () => `shardId-00000001-${tables.nameOf(PLAYERS)}`;

function seen(): string {
  return batches.map((batch) => batch.join('')).join(' ');
}

/** The answer of a handler that stops at the first bad record. */
function stopAt(...bad: string[]) {
  return ({ Records }: Batch) => {
    const failed = Records.find((record) => bad.includes(nameOf(record)));
    const itemIdentifier = failed?.dynamodb.SequenceNumber;
    return { batchItemFailures: itemIdentifier === undefined ? [] : [{ itemIdentifier }] };
  };
}

describe('a stream mapping', () => {
  // https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
  it('sends records as Lambda does', async () => {
    const events: Batch[] = [];
    start((event) => void events.push(event));
    await put('홍길동', { Score: { N: '1100' }, Raw: { B: new Uint8Array([1, 2]) } });
    const Key = { PlayerName: { S: '홍길동' } };
    await db.client.send(new DeleteItemCommand({ TableName: tables.nameOf(PLAYERS), Key }));
    const records = await eventually(() => {
      const all = events.flatMap((event) => event.Records);
      expect(all).toHaveLength(2);
      return all;
    });
    const image = { PlayerName: { S: '홍길동' }, Score: { N: '1100' }, Raw: { B: 'AQI=' } };
    const shared = {
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'dynoxide',
      eventSourceARN: streamArn,
    };
    const change = {
      ApproximateCreationDateTime: expect.any(Number),
      Keys: { PlayerName: { S: '홍길동' } },
      SequenceNumber: expect.stringMatching(/^\d+$/),
      SizeBytes: expect.any(Number),
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    };
    expect(records).toEqual([
      { ...shared, eventID: '1', eventName: 'INSERT', dynamodb: { ...change, NewImage: image } },
      { ...shared, eventID: '2', eventName: 'REMOVE', dynamodb: { ...change, OldImage: image } },
    ]);
    const created = records[0]?.dynamodb.ApproximateCreationDateTime ?? 0;
    expect(Math.abs(created - Date.now() / 1000)).toBeLessThan(60);
  });

  it('begins with the oldest record at TRIM_HORIZON and keeps to the batch size', async () => {
    await putAll('abcde');
    start(() => null, { batchSize: 2 });
    await eventually(() => expect(batches.flat()).toHaveLength(5));
    expect(seen()).toBe('ab cd e');
  });

  it('begins after the newest record at LATEST, and skips nothing after a restart', async () => {
    await putAll('ab');
    start(() => null, { startingPosition: 'LATEST' });
    await eventually(() => expect(checkpointOf('beginning')).toBeDefined());
    await stopMapping();
    await put('c');
    start(() => null, { startingPosition: 'LATEST' });
    await eventually(() => expect(batches).not.toEqual([]));
    expect(seen()).toBe('c');
  });

  it('continues after its checkpoint when it is started again', async () => {
    await putAll('ab');
    start(() => null);
    await eventually(() => expect(checkpointOf(shard())).toBe('2'));
    await stopMapping();
    await put('c');
    start(() => null);
    await eventually(() => expect(batches.flat()).toContain('c'));
    expect(batches.flat().join('')).toBe('abc');
  });

  it('sends again what was under way when the stack died', async () => {
    await putAll('abc');
    const forever = Promise.withResolvers<void>().promise;
    start(({ Records }) => (nameOf(Records[0]) === 'b' ? forever : null), { batchSize: 1 });
    await eventually(() => expect(batches).toHaveLength(2));
    stop.abort();
    stop = new AbortController();
    start(() => null, { batchSize: 1 });
    await eventually(() => expect(batches.flat()).toContain('c'));
    expect(seen()).toBe('a b b c');
  });

  it('gives up the whole rest of a batch when it does not split', async () => {
    await putAll('abc');
    start(stopAt('b'), { maximumRetryAttempts: 1 });
    await eventually(() => expect(reports).toHaveLength(1));
    await put('d');
    await eventually(() => expect(seen()).toMatch(/d$/));
    expect(seen()).toBe('abc bc d');
    expect(reports[0]?.DDBStreamBatchInfo).toMatchObject({
      startSequenceNumber: '2',
      endSequenceNumber: '3',
    });
    expect(lines).toEqual([
      'rank: 1 of 3, 2 back from 2 (try 1 of 2)',
      expect.stringMatching(/^rank gave up 2 record\(s\) 2 to 3 of \S+: RetryAttemptsExhausted$/),
    ]);
  });

  it('passes over what no filter matches, for good, and writes that changed nothing', async () => {
    await put('a');
    await put('a');
    await putAll('bc');
    const Pattern = JSON.stringify({ dynamodb: { Keys: { PlayerName: { S: [{ 'anything-but': 'b' }] } } } });
    start(() => null, { filterCriteria: { Filters: [{ Pattern }] } });
    await eventually(() => expect(batches.flat()).toContain('c'));
    await put('b');
    await eventually(() => expect(checkpointOf(shard())).toBe('5'));
    expect(batches.flat().join('')).toBe('ac');
  });

  it('says once that the stream is gone, and goes on trying', async () => {
    start(() => null, { eventSourceArn: streamArn.replace('players', 'absent') });
    await eventually(() => expect(lines).not.toEqual([]));
    expect(lines).toEqual([expect.stringMatching(/^polling .* for rank: ResourceNotFoundException/)]);
  });

  it.each<[Config, string]>([
    [JSON.parse('{"parallelizationFactor":2}'), 'parallelizationFactor'],
    [JSON.parse('{"tumblingWindowInSeconds":5}'), 'tumblingWindowInSeconds'],
    [JSON.parse('{"startingPosition":"AT_TIMESTAMP"}'), 'startingPosition'],
    [{ batchSize: 0 }, 'batchSize'],
    [{ maximumRecordAgeSeconds: 59 }, 'maximumRecordAgeSeconds'],
    [{ eventSourceArn: 'arn:aws:kinesis:us-east-1:0:stream/x' }, 'eventSourceArn'],
  ])('refuses %j and names %s', (config, property) => {
    expect(() => start(() => null, config)).toThrow(expect.objectContaining({ property }));
  });
});
