import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { createClock } from '../../clock.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { FailedBatchReport, OnFailure } from '../delivery/failed-batch-report.ts';
import { openSqliteCheckpoints } from './sqlite-checkpoints.ts';
import type { RunningMapping } from '../sqs/sqs-mapping.ts';
import { startStreamMapping } from './stream-mapping.ts';
import type { StreamEventRecord } from './stream-record.ts';
import { startDynoxide } from '@hanok/engines';
import { createFakeInvoker } from '../delivery/fake-invoker.fixture.ts';
import { waitUntil } from '../delivery/wait-until.fixture.ts';

type Batch = { Records: StreamEventRecord[] };
type Config = Partial<Parameters<typeof startStreamMapping>[0]['config']>;

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

let engine: Awaited<ReturnType<typeof startDynoxide>>;
let dynamo: DynamoDBClient;
let streams: DynamoDBStreamsClient;
let streamArn: string;
let checkpoints: Checkpoints & { close(): void };
let stop: AbortController;
let mapping: RunningMapping | undefined;
let lines: string[];
/** The player names of each batch that the function received. */
let batches: string[][];
let reports: FailedBatchReport[];

beforeEach(async () => {
  engine = await startDynoxide();
  const client = { endpoint: engine.endpoint, region: 'us-east-1', credentials };
  dynamo = new DynamoDBClient(client);
  streams = new DynamoDBStreamsClient({ ...client, maxAttempts: 1 });
  streamArn = await createTable();
  checkpoints = openSqliteCheckpoints(':memory:');
  stop = new AbortController();
  [mapping, lines, batches, reports] = [undefined, [], [], []];
});

afterEach(async () => {
  await stopMapping();
  checkpoints.close();
  dynamo.destroy();
  streams.destroy();
  await engine.stop();
});

async function createTable(): Promise<string> {
  const { TableDescription } = await dynamo.send(
    new CreateTableCommand({
      TableName: 'players',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'PlayerName', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'PlayerName', KeyType: 'HASH' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  return TableDescription?.LatestStreamArn ?? '';
}

async function stopMapping(): Promise<void> {
  stop.abort();
  await mapping?.stopped;
  stop = new AbortController();
}

async function put(name: string, attributes: Record<string, AttributeValue> = {}): Promise<void> {
  await dynamo.send(
    new PutItemCommand({ TableName: 'players', Item: { PlayerName: { S: name }, ...attributes } }),
  );
}

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
    checkpoints,
    onFailure,
    log: (line) => lines.push(line),
    signal: stop.signal,
  });
}

function nameOf(record: StreamEventRecord | undefined): string {
  return String(record?.dynamodb.Keys['PlayerName']?.['S']);
}

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
    await dynamo.send(new DeleteItemCommand({ TableName: 'players', Key: { PlayerName: { S: '홍길동' } } }));
    const records = await waitUntil('both records', () => {
      const all = events.flatMap((event) => event.Records);
      return all.length === 2 && all;
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
    await waitUntil('all', () => batches.flat().length === 5);
    expect(seen()).toBe('ab cd e');
  });

  it('begins after the newest record at LATEST, and skips nothing after a restart', async () => {
    await putAll('ab');
    start(() => null, { startingPosition: 'LATEST' });
    await waitUntil('the beginning', () => checkpoints.load(`mapping-1 ${streamArn}`, 'beginning'));
    await stopMapping();
    await put('c');
    start(() => null, { startingPosition: 'LATEST' });
    await waitUntil('c', () => batches.length > 0);
    expect(seen()).toBe('c');
  });

  it('continues after its checkpoint when it is started again', async () => {
    await putAll('ab');
    start(() => null);
    await waitUntil(
      'two records',
      () => checkpoints.load(`mapping-1 ${streamArn}`, 'shardId-00000001-players') === '2',
    );
    await stopMapping();
    await put('c');
    start(() => null);
    await waitUntil('c', () => batches.flat().includes('c'));
    expect(batches.flat().join('')).toBe('abc');
  });

  it('sends again what was under way when the stack died', async () => {
    await putAll('abc');
    const forever = Promise.withResolvers<void>().promise;
    start(({ Records }) => (nameOf(Records[0]) === 'b' ? forever : null), { batchSize: 1 });
    await waitUntil('b', () => batches.length === 2);
    stop.abort();
    stop = new AbortController();
    start(() => null, { batchSize: 1 });
    await waitUntil('c', () => batches.flat().includes('c'));
    expect(seen()).toBe('a b b c');
  });

  it('gives up the whole rest of a batch when it does not split', async () => {
    await putAll('abc');
    start(stopAt('b'), { maximumRetryAttempts: 1 });
    await waitUntil('the report', () => reports.length === 1);
    await put('d');
    await waitUntil('d', () => seen().endsWith('d'));
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
    await waitUntil('c', () => batches.flat().includes('c'));
    await put('b');
    await waitUntil(
      'the checkpoint',
      () => checkpoints.load(`mapping-1 ${streamArn}`, 'shardId-00000001-players') === '5',
    );
    expect(batches.flat().join('')).toBe('ac');
  });

  it('says once that the stream is gone, and goes on trying', async () => {
    start(() => null, { eventSourceArn: streamArn.replace('players', 'nobody') });
    await waitUntil('the line', () => lines.length > 0);
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
