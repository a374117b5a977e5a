import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { GameResult } from '@hanok/scoring';
import { clientSettings } from '@hanok/testing';
import { Redis } from 'ioredis';
import { WrongOutcomeError } from '../harness/wrong-outcome.ts';
import { storedPlayers } from '../scoring/player-tables.ts';
import type { StackProcess } from './start-stack-process.ts';

/** Most entries of one SendMessageBatch. */
const ENTRIES = 10;
/** Requests with messages under way at once. */
const LANES = 4;
const SEND_LIMIT_MS = 300_000;

/** What a game server does with the stack, and what an operator sees of it. */
export function pipelineClients({ url, outputs, redisCa }: StackProcess) {
  const config = clientSettings(url);
  const sqs = new SQSClient(config);
  const dynamodb = new DynamoDBClient(config);
  const [host = '127.0.0.1', port] = outputs.RankingRedisEndpoint.split(':');
  const redis = new Redis({
    host,
    port: Number(port),
    ...(redisCa && { tls: { ca: readFileSync(redisCa) } }),
  });
  const QueueUrl = outputs.GameResultQueueUrl;
  const left = () => messagesLeft(sqs, QueueUrl);
  return {
    /** Sends every result once, ten to a request, and waits while `backlog` messages or more are in the queue. */
    send: async (results: readonly GameResult[], backlog: number) => {
      for (let from = 0; from < results.length; from += backlog / 2) {
        await until('fewer messages in the queue', async () => (await left()) < backlog / 2, SEND_LIMIT_MS);
        await sendAll(results.slice(from, from + backlog / 2), (batch) => sendBatch(sqs, QueueUrl, batch));
      }
    },
    messagesLeft: left,
    players: () => storedPlayers(dynamodb, outputs.PlayerTableName),
    ranking: async () => {
      const flat = await redis.zrange('Rating', '0', '-1', 'WITHSCORES');
      const lines = Array.from({ length: flat.length / 2 }, (_, index) =>
        flat.slice(2 * index, 2 * index + 2),
      );
      return new Map(lines.map(([player = '', score]) => [player, Number(score)]));
    },
    close: () => {
      sqs.destroy();
      dynamodb.destroy();
      redis.disconnect();
    },
  };
}

/** Looks until `reached`; throws `WrongOutcomeError`, naming `what`, when it is not in time. */
export async function until(
  what: string,
  reached: () => Promise<boolean>,
  limitMs: number,
  everyMs = 200,
): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await reached())) {
    if (performance.now() > end) throw new WrongOutcomeError(`${what}: not within ${limitMs / 1_000} s.`);
    await delay(everyMs);
  }
}

async function sendAll(
  results: readonly GameResult[],
  send: (batch: readonly GameResult[]) => Promise<void>,
): Promise<void> {
  const batches = Array.from({ length: Math.ceil(results.length / ENTRIES) }, (_, index) =>
    results.slice(index * ENTRIES, (index + 1) * ENTRIES),
  ).values(); // One iterator for all lanes: each batch is taken once.
  const lane = async () => {
    for (const batch of batches) await send(batch);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function sendBatch(sqs: SQSClient, QueueUrl: string, results: readonly GameResult[]): Promise<void> {
  const Entries = results.map((result, index) => ({
    Id: String(index),
    MessageBody: JSON.stringify(result),
  }));
  const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  if (Failed.length > 0) throw new WrongOutcomeError(`The queue refused ${Failed.length} messages.`);
}

async function messagesLeft(sqs: SQSClient, QueueUrl: string): Promise<number> {
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...names] });
  const { Attributes = {} } = await sqs.send(command);
  return names.reduce((sum, name) => sum + Number(Attributes[name]), 0);
}
