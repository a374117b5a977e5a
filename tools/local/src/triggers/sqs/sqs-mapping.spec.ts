import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startFauxqs, type FauxqsServer } from 'fauxqs';
import { clientSettings, eventually } from '@hanok/testing';
import { createClock, type MovableClock } from '../../clock.ts';
import type { SqsEventRecord } from './sqs-message.ts';
import { startSqsMapping, type RunningMapping } from './sqs-mapping.ts';
import { createFakeInvoker } from '../delivery/fake-invoker.fixture.ts';

type Batch = { Records: SqsEventRecord[] };
type Config = Partial<Parameters<typeof startSqsMapping>[0]['config']>;

let engine: FauxqsServer;
let sqs: SQSClient;
let stop: AbortController;
let clock: MovableClock;
let mapping: RunningMapping | undefined;
let lines: string[];
/** The bodies of each batch that the function received. */
let batches: string[][];

beforeEach(async () => {
  engine = await startFauxqs({ port: 0, logger: false });
  sqs = new SQSClient({ ...clientSettings(endpoint()), maxAttempts: 1 });
  stop = new AbortController();
  [mapping, lines, batches] = [undefined, [], []];
});

afterEach(async () => {
  stop.abort();
  await mapping?.stopped;
  sqs.destroy();
  await engine.stop();
});

function endpoint(): string {
  return `http://127.0.0.1:${engine.port}`;
}

function queue(name = 'results', attributes: Record<string, string> = {}): string {
  engine.createQueue(name, { attributes: { VisibilityTimeout: '1', ...attributes } });
  return name;
}

function start(name: string, run: (event: Batch) => unknown, config: Config = {}): void {
  clock = createClock(60);
  mapping = startSqsMapping({
    config: {
      uuid: 'mapping-1',
      eventSourceArn: `arn:aws:sqs:us-east-1:000000000000:${name}`,
      queueUrl: `${endpoint()}/000000000000/${name}`,
      functionName: 'consumer',
      reportBatchItemFailures: true,
      ...config,
    },
    clock,
    invoker: createFakeInvoker((batch: Batch) => {
      batches.push(batch.Records.map((record) => record.body));
      return run(batch);
    }),
    sqs,
    observer: sqs,
    log: (line) => lines.push(line),
    signal: stop.signal,
  });
}

function messagesIn(name: string) {
  const messages = engine.inspectQueue(name)?.messages;
  return { ready: messages?.ready.length ?? 0, inflight: messages?.inflight.length ?? 0 };
}

function untilEmpty(name: string): Promise<void> {
  return eventually(() => expect(messagesIn(name)).toEqual({ ready: 0, inflight: 0 }));
}

describe('an SQS mapping', () => {
  // https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event
  it('tells when a message was sent by the real time, which a function reads, also on a fast clock', async () => {
    const events: Batch[] = [];
    engine.createQueue('results');
    const before = Date.now();
    await sqs.send(
      new SendMessageCommand({ QueueUrl: `${endpoint()}/000000000000/results`, MessageBody: '{}' }),
    );
    // The queue of this spec counts real time: on a clock 60 times as fast, the message has waited 60 times shorter.
    start('results', (event) => void events.push(event));
    await untilEmpty('results');
    const times = events.flatMap(({ Records }) => Records.map(({ attributes }) => attributes));
    expect(times).toHaveLength(1);
    for (const name of ['SentTimestamp', 'ApproximateFirstReceiveTimestamp']) {
      const time = Number(times[0]?.[name]);
      expect(time).toBeGreaterThanOrEqual(before);
      expect(time).toBeLessThanOrEqual(Date.now());
    }
  });

  it('sends records as Lambda does and deletes them when the function succeeds', async () => {
    const events: Batch[] = [];
    start(queue(), (event) => void events.push(event));
    const MessageAttributes = {
      Source: { DataType: 'String', StringValue: 'game' },
      Raw: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) },
    };
    const QueueUrl = `${endpoint()}/000000000000/results`;
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '홍길동', MessageAttributes }));
    await untilEmpty('results');
    expect(events).toEqual([
      {
        Records: [
          {
            messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
            receiptHandle: expect.any(String),
            body: '홍길동',
            attributes: {
              ApproximateReceiveCount: '1',
              SentTimestamp: expect.stringMatching(/^\d{13}$/),
              SenderId: expect.any(String),
              ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
            },
            messageAttributes: {
              Source: { stringValue: 'game', stringListValues: [], binaryListValues: [], dataType: 'String' },
              Raw: { binaryValue: 'AQI=', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
            },
            md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
            md5OfBody: 'd2b17c3cfbb03d8bf712200055411290',
            eventSource: 'aws:sqs',
            eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:results',
            awsRegion: 'us-east-1',
          },
        ],
      },
    ]);
    expect(lines).toEqual([]);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
  it('keeps each event within 6 MB', async () => {
    const name = queue('results', { VisibilityTimeout: '30' });
    for (let i = 0; i < 30; i += 1) engine.sendMessage(name, '"'.repeat(125_000));
    const sizes: number[] = [];
    start(name, (event) => void sizes.push(Buffer.byteLength(JSON.stringify(event))), {
      batchSize: 30,
      maximumBatchingWindowSeconds: 60,
      maximumConcurrency: 2,
    });
    await untilEmpty(name);
    expect(batches.flat()).toHaveLength(30);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(6 * 1024 * 1024);
  });

  it('has nothing in flight while its window is open, and delivers when the clock has passed it', async () => {
    const name = queue('results', { VisibilityTimeout: '30' });
    engine.sendMessage(name, 'a');
    start(name, () => null, { maximumBatchingWindowSeconds: 300, maximumConcurrency: 2 });
    await eventually(() => expect(messagesIn(name)).toEqual({ ready: 0, inflight: 1 }));
    expect(mapping?.inFlight()).toEqual([]);
    expect(batches).toEqual([]);
    await clock.advance(300_000);
    await untilEmpty(name);
    expect(batches).toEqual([['a']]);
  });

  it('says once that its queue is gone, and works again when it is back', async () => {
    start('results', () => null);
    await eventually(() => expect(lines).not.toEqual([]));
    engine.sendMessage(queue(), 'a');
    await untilEmpty('results');
    expect(lines).toEqual([
      expect.stringMatching(/polling .*:results for consumer: QueueDoesNotExist/),
      expect.stringMatching(/works again/),
    ]);
  });

  it.each<[Config, string]>([
    [{ batchSize: 11 }, 'maximumBatchingWindowSeconds'],
    [{ batchSize: 10_001, maximumBatchingWindowSeconds: 1 }, 'batchSize'],
    [{ maximumConcurrency: 1 }, 'maximumConcurrency'],
    [{ eventSourceArn: 'arn:aws:sqs:us-east-1:0:q.fifo', batchSize: 11 }, 'batchSize'],
    [{ filterCriteria: { Filters: [{ Pattern: '{"a":[{"wildcard":"x"}]}' }] } }, 'filterCriteria'],
    [JSON.parse('{"scalingConfig":{}}'), 'scalingConfig'],
  ])('refuses %j and names %s', (config, property) => {
    expect(() => start('results', () => null, config)).toThrow(expect.objectContaining({ property }));
  });

  it('does nothing when it is not enabled', async () => {
    engine.sendMessage(queue(), 'a');
    start('results', () => null, { enabled: false });
    await mapping?.stopped;
    expect(messagesIn('results')).toEqual({ ready: 1, inflight: 0 });
  });
});
