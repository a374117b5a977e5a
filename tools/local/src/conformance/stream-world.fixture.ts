import { CreateTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { openSqliteCheckpoints } from '../triggers/stream/sqlite-checkpoints.ts';
import type { RunningMapping } from '../triggers/sqs/sqs-mapping.ts';
import { sqsOnFailure } from '../triggers/event-source-mappings.ts';
import { startStreamMapping } from '../triggers/stream/stream-mapping.ts';
import type { StreamEventRecord } from '../triggers/stream/stream-record.ts';
import { CONSUMER_KEY, type LocalParts } from './local-parts.fixture.ts';
import type { QueueWorld, TestQueue } from './queue-world.fixture.ts';
import { type Answerer, recordingInvoker } from './recording-invoker.fixture.ts';

type Config = Partial<Parameters<typeof startStreamMapping>[0]['config']>;
type TestTable = { name: string; streamArn: string };
export type StreamWorld = ReturnType<typeof createStreamWorld>;

/** Tables and mappings over the stack's own parts; each rule works with a table of its own. */
export function createStreamWorld({ clients, clock, writes }: LocalParts, queues: QueueWorld) {
  const { dynamodb } = clients();
  const running: { mapping: RunningMapping; stop: AbortController; closed: () => void }[] = [];
  let created = 0;

  async function createTable(suffix = ''): Promise<TestTable> {
    const name = `table-${(created += 1)}${suffix}`;
    const { TableDescription } = await dynamodb.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'Name', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'Name', KeyType: 'HASH' }],
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      }),
    );
    return { name, streamArn: TableDescription?.LatestStreamArn ?? '' };
  }

  async function put({ name: TableName }: TestTable, names: readonly string[]): Promise<void> {
    for (const name of names)
      await dynamodb.send(new PutItemCommand({ TableName, Item: { Name: { S: name } } }));
  }

  /** Starts a mapping to a function that answers so; without an answer it succeeds. */
  function consume(
    table: TestTable,
    answer: Answerer<StreamEventRecord> = () => 'null',
    config: Config = {},
    onFailure?: TestQueue,
  ) {
    const { calls, invoker } = recordingInvoker(clock, answer);
    const lines: string[] = [];
    const stop = new AbortController();
    const checkpoints = openSqliteCheckpoints(':memory:');
    const { streams, sqs } = clients(CONSUMER_KEY);
    const mapping = startStreamMapping({
      config: {
        uuid: table.name,
        eventSourceArn: table.streamArn,
        functionName: 'consumer',
        functionArn: FUNCTION_ARN,
        startingPosition: 'TRIM_HORIZON',
        reportBatchItemFailures: true,
        ...config,
      },
      ...{ clock, invoker, streams, writes, checkpoints, signal: stop.signal },
      onFailure: onFailure && sqsOnFailure(sqs, onFailure.url),
      log: (line) => lines.push(line),
    });
    running.push({ mapping, stop, closed: checkpoints.close });
    return { calls, lines };
  }

  async function stopMappings(): Promise<void> {
    for (const { stop } of running) stop.abort();
    for (const { mapping, closed } of running.splice(0)) {
      await mapping.stopped;
      closed();
    }
  }

  return { clock, queues, createTable, put, consume, stopMappings };
}

export const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:consumer';

export const nameOf = (record: StreamEventRecord | undefined): string =>
  String(record?.dynamodb.Keys['Name']?.['S']);

/** The batches as the function got them, a letter per record: `abc bc`. */
export const seen = (calls: readonly { records: StreamEventRecord[] }[]): string =>
  calls.map(({ records }) => records.map(nameOf).join('')).join(' ');

/** The sequence numbers of the records of these names. */
export const numbersOf = (records: readonly StreamEventRecord[], names: string): string[] =>
  records.filter((record) => names.includes(nameOf(record))).map(({ dynamodb }) => dynamodb.SequenceNumber);
