import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paginateFilterLogEvents, CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { eventually } from '@hanok/testing';
import { writeBucketAssembly } from './bucket-assembly.fixture.ts';
import { clientConfig } from './gomoku-stack.fixture.ts';
import { type Stack, startStack } from './start-stack.ts';

const BUCKET = 'images-1';
let assembly: ReturnType<typeof writeBucketAssembly>;
beforeAll(() => void (assembly = writeBucketAssembly()));
afterAll(() => assembly.remove());

describe('a bucket that tells a function', () => {
  let stack: Stack;
  let s3: S3Client;
  let sqs: SQSClient;
  const lines: string[] = [];
  beforeEach(async () => {
    const onLine = ({ line }: { line: string }) => void lines.push(line);
    stack = await startStack({ assembly: assembly.folder, port: 0, clockSpeed: 2000, onLine });
    [s3, sqs] = [new S3Client(clientConfig(stack.url)), new SQSClient(clientConfig(stack.url))];
  });
  afterEach(async () => {
    for (const client of [s3, sqs]) client.destroy();
    await stack.stop();
  });

  async function receive(queue: string): Promise<Message> {
    const QueueUrl = `${stack.url}/000000000000/${queue}`;
    const input = { QueueUrl, WaitTimeSeconds: 5, MessageAttributeNames: ['All'] };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(input));
    expect(Messages).toHaveLength(1);
    return Messages[0] ?? {};
  }

  it('runs it for what is written and removed, in any script', async () => {
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: '사진/훈련 😀+a.png', Body: 'x' }));
    await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: '사진/훈련 😀+a.png' }));
    await eventually(() => {
      const text = lines.join('\n');
      expect(text).toContain('SEEN ObjectCreated:Put 사진/훈련 😀+a.png');
      expect(text).toContain('SEEN ObjectRemoved:Delete 사진/훈련 😀+a.png');
    });
  });

  it('keeps the stack from being idle until it has run, and names it', async () => {
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'idle.png', Body: 'x' }));
    await expect(stack.idle({ timeoutMs: 0 })).rejects.toMatchObject({
      name: 'StillBusyError',
      message: expect.stringMatching(/Still in flight: .*(watcher|events of functions)/),
    });
    await stack.idle();
    expect(lines.join('\n')).toContain('SEEN ObjectCreated:Put idle.png');
  });

  it('hands on what it failed to the on-failure destination and to the dead-letter queue', async () => {
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'fail.png', Body: 'x' }));
    const record: unknown = JSON.parse((await eventually(() => receive('failures'))).Body ?? '');
    expect(record).toMatchObject({
      version: '1.0',
      requestContext: {
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:watcher:$LATEST',
        condition: 'RetriesExhausted',
        approximateInvokeCount: 2,
      },
      requestPayload: {
        Records: [{ eventName: 'ObjectCreated:Put', s3: { object: { key: 'fail.png', size: 1 } } }],
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'Error', errorMessage: 'no picture' },
    });
    const letter = await eventually(() => receive('letters'));
    expect(JSON.parse(letter.Body ?? '')).toMatchObject({
      Records: [{ s3: { object: { key: 'fail.png' } } }],
    });
    expect(letter.MessageAttributes).toMatchObject({
      ErrorCode: { StringValue: '200' },
      ErrorMessage: { StringValue: 'no picture' },
      RequestID: { StringValue: expect.any(String) },
    });
    expect(lines.filter((line) => line.includes('SEEN ObjectCreated:Put fail.png'))).toHaveLength(2);
  });
});

describe('a stack that is killed while objects are written', () => {
  let state: string;
  const children: ChildProcess[] = [];
  beforeEach(() => void (state = mkdtempSync(join(tmpdir(), 'hanok-killed-'))));
  afterEach(async () => {
    for (const child of children.splice(0)) await kill(child);
    rmSync(state, { recursive: true, force: true });
  });

  async function startChild(): Promise<{ url: string; child: ChildProcess }> {
    const script = join(import.meta.dirname, 'run-bucket-stack.fixture.ts');
    const execArgv = ['--conditions=@hanok/source'];
    const child = fork(script, [assembly.folder, join(state, 'state')], { execArgv, stdio: 'inherit' });
    children.push(child);
    const [message] = await once(child, 'message');
    return { child, url: z.looseObject({ url: z.string() }).parse(message).url };
  }

  it('has every acknowledged object whole, has run its function for each, and keeps no other file', async () => {
    const acknowledged = new Set<string>();
    const bodyOf = (key: string) => key.repeat(20_000);
    for (let round = 0; round < 3; round += 1) {
      const { url, child } = await startChild();
      const s3 = new S3Client(clientConfig(url));
      const enough = acknowledged.size + 40;
      const writers = Array.from({ length: 4 }, async (_, writer) => {
        for (let turn = 0; ; turn += 1) {
          const key = `${round}-${writer}-${turn}`;
          try {
            await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: bodyOf(key) }));
          } catch {
            return;
          }
          acknowledged.add(key);
          if (acknowledged.size === enough) child.kill('SIGKILL');
        }
      });
      await Promise.all(writers);
      s3.destroy();
      await kill(child);
    }
    expect(acknowledged.size).toBeGreaterThanOrEqual(120);

    const { url } = await startChild();
    const s3 = new S3Client(clientConfig(url));
    for (const key of acknowledged) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
      expect((await Body?.transformToString()) === bodyOf(key)).toBe(true);
    }
    s3.destroy();
    await eventually(async () => {
      const seen = await seenKeys(url);
      expect([...acknowledged].filter((key) => !seen.has(key))).toEqual([]);
    });
    const files = readdirSync(join(state, 'state', 'objects', 'bodies'));
    // What was stored without an acknowledgement is an object too: as many as writers, each time.
    expect(files.length - acknowledged.size).toBeLessThanOrEqual(12);
  }, 60_000);

  async function seenKeys(url: string): Promise<Set<string>> {
    const logs = new CloudWatchLogsClient(clientConfig(url));
    const seen = new Set<string>();
    const input = { logGroupName: '/aws/lambda/watcher', filterPattern: 'SEEN' };
    for await (const { events = [] } of paginateFilterLogEvents({ client: logs }, input))
      for (const { message = '' } of events)
        seen.add(/SEEN ObjectCreated:Put (\S+)/.exec(message)?.[1] ?? '');
    logs.destroy();
    return seen;
  }
});

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
