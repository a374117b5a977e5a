import { createServer } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread, Worker } from 'node:worker_threads';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { Redis } from 'ioredis';
import * as z from 'zod';

/*
 * What the local stack cannot be without, and nothing of it: Node with packages that it uses, two threads with theirs,
 * a server and a database. Writes a line when all garbage is collected, and stays.
 */
const kept: unknown[] = [z.object({ name: z.string() }), new DatabaseSync(':memory:')];
if (isMainThread) {
  kept.push(DynamoDBClient, SQSClient, Redis, createServer().listen(0, '127.0.0.1'));
  for (const packages of ['none', 'fauxqs'])
    kept.push(
      new Worker(new URL(import.meta.url), {
        argv: [packages],
        resourceLimits: { maxYoungGenerationSizeMb: 6 },
      }),
    );
  await delay(1_000);
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect({ type: 'major', flavor: 'last-resort' });
  console.log('ready');
} else if (process.argv.includes('fauxqs')) kept.push(await import('fauxqs'));
setInterval(() => kept, 1_000_000);
