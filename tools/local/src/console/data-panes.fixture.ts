import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { Redis } from 'ioredis';
import { readFileSync } from 'node:fs';
import { assemblyFolder } from '../cli/build-assembly.ts';
import { gomokuClients } from '../demo/gomoku-clients.ts';
import { CLOCK_SPEED, clientConfig } from '../stack/gomoku-stack.fixture.ts';
import { startStack } from '../stack/start-stack.ts';
import { startBrowser } from './console-page.fixture.ts';

/** The stacks of games, pictures and rides, and a browser for their page. */
export async function startDataPage() {
  const [stack, browser] = await Promise.all([
    startStack({
      ...{ assembly: assemblyFolder, only: ['Gomoku', 'Thumbnails', 'WildRydes'] },
      ...{ port: 0, clockSpeed: CLOCK_SPEED },
    }),
    startBrowser(),
  ]);
  const config = clientConfig(stack.url);
  const clients = {
    dynamodb: new DynamoDBClient(config),
    sqs: new SQSClient(config),
    s3: new S3Client(config),
    cloudwatch: new CloudWatchClient(config),
  };
  const gomoku = gomokuClients(stack);
  const [host = '', port] = gomoku.outputs.RankingRedisEndpoint.split(':');
  const redis = new Redis({ host, port: Number(port), tls: { ca: readFileSync(stack.redisCa ?? '') } });
  const ask = async (path: string, init: RequestInit = {}) => fetch(`${stack.url}/_hanok${path}`, init);
  return {
    ...{ url: stack.url, outputs: stack.outputs, clients, gomoku, redis, ask },
    open: (path: string, options: Parameters<typeof browser.open>[2] = {}) =>
      browser.open(stack.url, `/_hanok${path}`, options),
    /** What the API of the console answers; the type is the caller's word. */
    api: async <Answer>(path: string): Promise<Answer> => JSON.parse(await (await ask(path)).text()),
    post: async (path: string, body: object) => {
      const headers = { 'content-type': 'application/json' };
      const response = await ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
      return { status: response.status, body: (await response.json()) as unknown };
    },
    upload: (Bucket: string, Key: string, Body: Buffer | string, ContentType: string) =>
      clients.s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType })),
    stop: async () => {
      for (const client of Object.values(clients)) client.destroy();
      gomoku.close();
      redis.disconnect();
      await browser.stop();
      await stack.stop();
    },
  };
}

export type DataPage = Awaited<ReturnType<typeof startDataPage>>;
