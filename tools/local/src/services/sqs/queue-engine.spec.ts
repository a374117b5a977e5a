import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { createClock } from '../../clock.ts';
import { type QueueEngine, QueueEngineError, startQueueEngine } from './queue-engine.ts';

const QUEUE_URL = '/000000000000/q';
const received = z.object({
  Messages: z
    .array(
      z.object({
        Body: z.string(),
        MessageId: z.string(),
        ReceiptHandle: z.string(),
        Attributes: z.record(z.string(), z.string()),
      }),
    )
    .default([]),
});

let dataDir: string;
const running: QueueEngine[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'queues-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((engine) => engine.stop()));
  await rm(dataDir, { recursive: true });
});

async function start(options: { dataDir?: string; speed?: number } = {}): Promise<QueueEngine> {
  const { speed, ...rest } = options;
  const engine = await startQueueEngine({ ...rest, clock: createClock(speed), region: 'us-east-1' });
  running.push(engine);
  return engine;
}

async function receive(engine: QueueEngine, options: object = {}) {
  const input = { QueueUrl: QUEUE_URL, AttributeNames: ['All'], MaxNumberOfMessages: 10, ...options };
  return received.parse(await engine.call('ReceiveMessage', input)).Messages;
}

const create = (engine: QueueEngine, Attributes: Record<string, string> = {}) =>
  engine.call('CreateQueue', { QueueName: 'q', Attributes });

/** A process that sends without end and prints the id of each message that was acknowledged. */
const SENDER = `
  const [source, clock, dataDir] = process.argv.slice(1);
  const { startQueueEngine } = await import(source);
  const { createClock } = await import(clock);
  const engine = await startQueueEngine({ dataDir, clock: createClock(), region: 'us-east-1' });
  await engine.call('CreateQueue', { QueueName: 'q' });
  for (let sent = 0; ; sent += 1) {
    const input = { QueueUrl: '/000000000000/q', MessageBody: String(sent) };
    console.log((await engine.call('SendMessage', input)).MessageId);
    if (sent % 10 === 0) await engine.call('TagQueue', { QueueUrl: input.QueueUrl, Tags: { sent: String(sent) } });
  }`;

describe('a queue engine with a data directory', () => {
  it('gives no message to a receive whose client is gone before it comes', async () => {
    const engine = await start();
    await engine.call('CreateQueue', { QueueName: 'q' });
    await engine.call('SendMessage', { QueueUrl: QUEUE_URL, MessageBody: 'kept' });
    const input = { QueueUrl: QUEUE_URL, WaitTimeSeconds: 20 };
    await expect(engine.call('ReceiveMessage', input, AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect((await receive(engine)).map(({ Body }) => Body)).toEqual(['kept']);
  });

  it('loses no acknowledged message to kill -9', async () => {
    const files = ['./queue-engine.ts', '../../clock.ts'].map((file) => new URL(file, import.meta.url).href);
    const child = spawn(process.execPath, ['--input-type=module', '-e', SENDER, ...files, dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const acknowledged: string[] = [];
    for await (const id of createInterface(child.stdout)) {
      if (acknowledged.push(id) === 200) child.kill('SIGKILL');
    }
    const engine = await start({ dataDir });
    const found = new Set<string>();
    for (let batch = await receive(engine); batch.length > 0; batch = await receive(engine)) {
      for (const { MessageId } of batch) found.add(MessageId);
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(200);
    expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
  });

  it('keeps queues, tags, hidden messages and their counts over a restart', async () => {
    const before = await start({ dataDir });
    await create(before, { VisibilityTimeout: '600' });
    await before.call('SendMessage', { QueueUrl: QUEUE_URL, MessageBody: 'hidden 🎮' });
    const [hidden] = await receive(before);
    await before.call('SendMessage', { QueueUrl: QUEUE_URL, MessageBody: 'shown' });
    await before.call('TagQueue', { QueueUrl: QUEUE_URL, Tags: { stage: 'test' } });
    await before.stop();
    const after = await start({ dataDir });
    expect(await receive(after)).toMatchObject([{ Body: 'shown' }]);
    const change = { QueueUrl: QUEUE_URL, ReceiptHandle: hidden?.ReceiptHandle, VisibilityTimeout: 0 };
    await after.call('ChangeMessageVisibility', change);
    const again = await receive(after);
    expect(again).toMatchObject([{ Body: 'hidden 🎮', Attributes: { ApproximateReceiveCount: '2' } }]);
    expect(await after.call('ListQueueTags', { QueueUrl: QUEUE_URL })).toEqual({ Tags: { stage: 'test' } });
  });

  it('remembers deduplication ids and the source of dead letters over a restart', async () => {
    const before = await start({ dataDir });
    const fifo = {
      QueueUrl: '/000000000000/f.fifo',
      MessageBody: 'x',
      MessageGroupId: 'g',
      MessageDeduplicationId: 'd',
    };
    await before.call('CreateQueue', { QueueName: 'f.fifo', Attributes: { FifoQueue: 'true' } });
    const first = await before.call('SendMessage', fifo);
    await before.call('CreateQueue', { QueueName: 'dead' });
    const RedrivePolicy =
      '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dead","maxReceiveCount":1}';
    await create(before, { VisibilityTimeout: '0', RedrivePolicy });
    await before.call('SendMessage', { QueueUrl: QUEUE_URL, MessageBody: 'poison' });
    expect([(await receive(before)).length, (await receive(before)).length]).toEqual([1, 0]);
    await before.stop();
    const after = await start({ dataDir });
    expect(await after.call('SendMessage', fifo)).toEqual(first);
    const [letter] = await receive(after, { QueueUrl: '/000000000000/dead' });
    expect(letter?.Attributes['DeadLetterQueueSourceArn']).toBe('arn:aws:sqs:us-east-1:000000000000:q');
  });

  it('says why it cannot start', async () => {
    const file = join(dataDir, 'file');
    await writeFile(file, '');
    const refusal = start({ dataDir: file });
    await expect(refusal).rejects.toBeInstanceOf(QueueEngineError);
    await expect(refusal).rejects.toThrow(file);
  });

  it('is alone on its directory', async () => {
    await start({ dataDir });
    await expect(start({ dataDir })).rejects.toThrow('database is locked');
  });
});

describe('the clock of the stack', () => {
  it('at speed 60 ends a visibility timeout of 30 s within a long poll of a few seconds', async () => {
    const engine = await start({ speed: 60 });
    await create(engine, { VisibilityTimeout: '30' });
    await engine.call('SendMessage', { QueueUrl: QUEUE_URL, MessageBody: 'x' });
    await receive(engine);
    const begun = performance.now();
    const [again] = await receive(engine, { WaitTimeSeconds: 20 });
    expect(again?.Attributes['ApproximateReceiveCount']).toBe('2');
    expect(performance.now() - begun).toBeLessThan(3000);
  });

  it('at speed 60 delivers a message delayed by 60 s within a few seconds, and not before', async () => {
    const engine = await start({ speed: 60 });
    await create(engine);
    const begun = performance.now();
    await engine.call('SendMessage', { QueueUrl: QUEUE_URL, MessageBody: 'late', DelaySeconds: 60 });
    expect(await receive(engine, { WaitTimeSeconds: 20 })).toHaveLength(1);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(990);
    expect(performance.now() - begun).toBeLessThan(4000);
  });

  it('drops a message after its retention period', async () => {
    const engine = await start({ speed: 600, dataDir });
    await create(engine, { MessageRetentionPeriod: '60' });
    await engine.call('SendMessage', { QueueUrl: QUEUE_URL, MessageBody: 'old', DelaySeconds: 900 });
    const counts = async () => {
      const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesDelayed'];
      return JSON.stringify(await engine.call('GetQueueAttributes', { QueueUrl: QUEUE_URL, AttributeNames }));
    };
    const none = { ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesDelayed: '0' };
    while ((await counts()) !== JSON.stringify({ Attributes: none }));
    expect(await receive(engine, { WaitTimeSeconds: 1 })).toEqual([]);
  });
});

describe('a stopped queue engine', () => {
  it('refuses a waiting long poll and later calls', async () => {
    const engine = await startQueueEngine({ clock: createClock(), region: 'us-east-1' });
    await create(engine);
    const waiting = expect(receive(engine, { WaitTimeSeconds: 20 })).rejects.toBeInstanceOf(QueueEngineError);
    await engine.stop();
    await waiting;
    await expect(engine.call('ListQueues', {})).rejects.toBeInstanceOf(QueueEngineError);
  });
});
