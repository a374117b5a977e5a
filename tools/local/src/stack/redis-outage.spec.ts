import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Redis, startRedis } from '@hanok/engines';
import { attributesOf } from '@hanok/tables';
import { eventually } from '@hanok/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemblyFolder } from '../cli/build-assembly.ts';
import { createClock } from '../clock.ts';
import { copyAssembly, resourceWith } from './assembly-copy.fixture.ts';
import { clientConfig } from './gomoku-stack.fixture.ts';
import { startStack } from './start-stack.ts';

/** An hour passes in two seconds. */
const CLOCK_SPEED = 1_800;
const HOUR_MS = 3_600_000;
let parts = new AsyncDisposableStack();
afterEach(async () => {
  await parts.disposeAsync();
  parts = new AsyncDisposableStack();
});

/** The stack Gomoku before a Redis that can be taken away, and players who are written to the table. */
async function startOnRedis(assembly: string) {
  const dir = mkdtempSync(join(tmpdir(), 'hanok-outage-'));
  parts.defer(() => rmSync(dir, { recursive: true }));
  const start = (port?: number) => startRedis({ dir, appendonly: true, ...(port !== undefined && { port }) });
  let redis: Redis = await start();
  parts.defer(() => redis.stop());
  const notices: string[] = [];
  const lines: string[] = [];
  const stack = await startStack({
    ...{ assembly, only: ['Gomoku'], port: 0, clockSpeed: CLOCK_SPEED, redisUrl: redis.url },
    onNotice: (line) => void notices.push(line),
    onLine: ({ line }) => void lines.push(line),
  });
  parts.defer(stack.stop);
  const dynamodb = new DynamoDBClient(clientConfig(stack.url));
  const sqs = new SQSClient(clientConfig(stack.url));
  parts.defer(() => [dynamodb, sqs].forEach((client) => client.destroy()));
  let since = Date.now();
  return {
    ...{ notices, lines, sqs },
    /** Writes players as the result function does; a score as text cannot be ranked. */
    put: async (players: Readonly<Record<string, number | string>>) => {
      for (const [PlayerName, Score] of Object.entries(players)) {
        const Item = attributesOf({ PlayerName, Score, ScoreSince: (since += 1), Win: 1, Lose: 0 });
        await dynamodb.send(new PutItemCommand({ TableName: 'GomokuPlayerInfo', Item }));
      }
    },
    /** How many records of the stream the mapping has given up after their tries. */
    givenUp: () =>
      notices
        .map((line) => Number(/gave up (\d+) record.*: RetryAttemptsExhausted$/.exec(line)?.[1] ?? 0))
        .reduce((sum, records) => sum + records, 0),
    table: async () => {
      const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: 'GomokuPlayerInfo' }));
      return Items.map(({ PlayerName, Score }) => ({ Player: PlayerName?.S, Score: Number(Score?.N) }))
        .filter(({ Score }) => !Number.isNaN(Score))
        .toSorted((a, b) => b.Score - a.Score);
    },
    ranking: async (): Promise<unknown> =>
      (await fetch(`${stack.outputs.Gomoku?.['RankingApiUrl']}ranking`)).json(),
    /** Kills Redis and starts it again after this time on the stack's clock, with its data or without. */
    outage: async (ms: number, { forgets = false } = {}, meanwhile: () => Promise<void>) => {
      const { port, pid, exited } = redis;
      process.kill(pid, 'SIGKILL');
      await exited;
      const over = createClock(CLOCK_SPEED).sleep(ms);
      await meanwhile();
      await over;
      if (forgets) rmSync(join(dir, 'appendonlydir'), { recursive: true });
      redis = await start(port);
    },
  };
}

describe('the board after an outage of Redis', () => {
  it('equals the table by itself after an hour: everything is retried, nothing is given up', async () => {
    const gomoku = await startOnRedis(assemblyFolder);
    await gomoku.put({ early: 5, moved: 9 });
    await eventually(async () => expect(await gomoku.ranking()).toEqual(await gomoku.table()));
    await gomoku.outage(HOUR_MS, {}, () => gomoku.put({ moved: 1, late: 7 }));
    await eventually(async () => expect(await gomoku.ranking()).toEqual(await gomoku.table()));
    expect(await gomoku.table()).toEqual([
      { Player: 'late', Score: 7 },
      { Player: 'early', Score: 5 },
      { Player: 'moved', Score: 1 },
    ]);
    expect(gomoku.notices.join('\n')).not.toContain('gave up');
    expect(gomoku.notices.join('\n')).toMatch(/game-rank-update: 0 of \d, \d back from \d+ \(try \d+\)/);
  });

  it('equals the table by itself where records are given up and Redis forgets: the schedule repairs it', async () => {
    const copy = copyAssembly((resources) => {
      const [, { Properties }] = resourceWith(resources, 'AWS::Lambda::EventSourceMapping', 'TRIM_HORIZON');
      // By tries, and not by age: on a fast clock the function's first start costs its first records too.
      Object.assign(Properties ?? {}, { MaximumRetryAttempts: 1 });
    });
    parts.defer(copy.remove);
    const gomoku = await startOnRedis(copy.folder);
    await gomoku.put({ early: 5, moved: 9 });
    await eventually(async () => expect(await gomoku.ranking()).toEqual(await gomoku.table()));
    await gomoku.outage(HOUR_MS, { forgets: true }, async () => {
      await gomoku.put({ moved: 1, late: 7 });
      await eventually(() => expect(gomoku.givenUp()).toBe(2));
    });
    await eventually(async () => expect(await gomoku.ranking()).toEqual(await gomoku.table()));
    await eventually(() => {
      const repairs = gomoku.lines.filter((line) => line.includes('board differed'));
      expect(repairs.map((line): unknown => JSON.parse(line))).toContainEqual(
        expect.objectContaining({ service: 'game-rank-repair', level: 'warn', found: { missing: 3 } }),
      );
    });
  });
});

describe('a record of the stream that can never be read', () => {
  it('is noted in the failure queue, and does not hold up those behind it', async () => {
    const gomoku = await startOnRedis(assemblyFolder);
    await gomoku.put({ first: 3 });
    await gomoku.put({ bad: 'many', huge: 1e20 });
    await gomoku.put({ last: 4 });
    const ranked = [
      { Player: 'last', Score: 4 },
      { Player: 'first', Score: 3 },
    ];
    await eventually(async () => expect(await gomoku.ranking()).toEqual(ranked));
    const QueueUrl = `http://localhost/000000000000/game-rank-update-failures`;
    const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 });
    const { Messages = [] } = await gomoku.sqs.send(receive);
    const notes = Messages.map(({ Body = '' }): unknown => JSON.parse(Body));
    expect(notes).toHaveLength(2);
    for (const name of ['bad', 'huge'])
      expect(notes).toContainEqual(
        expect.objectContaining({
          functionName: 'game-rank-update',
          message: expect.stringContaining('NewImage.Score'),
          Keys: { PlayerName: { S: name } },
        }),
      );
    expect(gomoku.notices).toEqual([]);
  });
});
