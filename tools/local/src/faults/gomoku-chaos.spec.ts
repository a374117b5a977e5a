import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { clientSettings, eventually } from '@hanok/testing';
import { assemblyFolder } from '../cli/build-assembly.ts';
import { gomokuClients, type GomokuClients } from '../demo/gomoku-clients.ts';
import { seededRandom, shuffle } from '../services/sqs/engine/shuffle.ts';
import { startStack, type Stack } from '../stack/start-stack.ts';
import type { FaultPlanInput } from './fault-plan.ts';

const writes = { service: 'dynamodb', operation: 'TransactWriteItems' as const, caller: 'game-sqs-process' };
const deletes = { service: 'sqs', operation: 'DeleteMessageBatch', caller: 'game-sqs-process' };
const reads = { service: 'dynamodb', operation: 'GetRecords', caller: 'game-rank-update' };

/** With this seed the first 20 writes meet every kind of fault. */
const plan: FaultPlanInput = {
  seed: 2,
  faults: [
    { ...writes, kind: 'throttle', rate: 0.07 },
    { ...writes, kind: 'error5xx', rate: 0.07 },
    { ...writes, kind: 'transactionConflict', service: 'dynamodb', rate: 0.07 },
    { ...writes, kind: 'replyLost', rate: 0.07 },
    { ...writes, kind: 'connectionReset', rate: 0.07 },
    { ...writes, kind: 'latency', rate: 0.05, ms: 40 },
    { ...deletes, kind: 'throttle', rate: 0.15 },
    { ...deletes, kind: 'error5xx', rate: 0.15 },
    { ...deletes, kind: 'replyLost', rate: 0.15 },
    { ...deletes, kind: 'connectionReset', rate: 0.15 },
    { ...reads, kind: 'error5xx', rate: 0.1 },
    { ...reads, kind: 'replyLost', rate: 0.1 },
  ],
};

/** 160 results of 12 players; every fourth one is sent twice under its ResultId, which makes 200 messages. */
const results = Array.from({ length: 160 }, (_, index) => ({
  PlayerName: `선수 ${index % 12}`,
  WinDiff: index % 2,
  LoseDiff: 1 - (index % 2),
  ScoreDiff: ((index * 37) % 201) - 100,
  ResultId: `game-${index}`,
}));
const messages = shuffle([...results, ...results.filter((_, index) => index % 4 === 0)], seededRandom(1));

function expectedTotals(name: string) {
  const own = results.filter(({ PlayerName }) => PlayerName === name);
  const sum = (field: 'ScoreDiff' | 'WinDiff' | 'LoseDiff') =>
    own.reduce((total, result) => total + result[field], 0);
  return { Score: 1000 + sum('ScoreDiff'), Win: sum('WinDiff'), Lose: sum('LoseDiff') };
}

let stack: Stack;
let gomoku: GomokuClients;
const notices: string[] = [];
beforeAll(async () => {
  const onNotice = (text: string) => void notices.push(text);
  stack = await startStack({
    assembly: assemblyFolder,
    only: ['Gomoku'],
    port: 0,
    clockSpeed: 100,
    faults: plan,
    onNotice,
  });
  gomoku = gomokuClients(stack);
});
afterAll(async () => {
  gomoku.close();
  await stack.stop();
});

async function sendAll(): Promise<void> {
  const sqs = new SQSClient(clientSettings(stack.url));
  const QueueUrl = gomoku.outputs.GameResultQueueUrl;
  for (let start = 0; start < messages.length; start += 10) {
    const Entries = messages
      .slice(start, start + 10)
      .map((message, index) => ({ Id: String(index), MessageBody: JSON.stringify(message) }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }
  sqs.destroy();
}

const struck = (operation: string) =>
  new Set(
    notices.flatMap((text) => new RegExp(`^chaos: (\\w+) for \\w+:${operation} `).exec(text)?.[1] ?? []),
  );

const ranking = async () =>
  z.array(z.object({ Player: z.string(), Score: z.number() })).parse(await gomoku.ranking());

describe('the stack Gomoku under every fault at once', () => {
  it('counts each of 160 results once, sent as 200 messages, and ranks what the table holds', async () => {
    await sendAll();
    await eventually(async () => expect(await gomoku.messagesLeft()).toBe(0), 60_000);
    const names = [...new Set(results.map(({ PlayerName }) => PlayerName))];
    const players = await Promise.all(
      names.map(async (name) => ({ name, totals: await gomoku.player(name) })),
    );
    expect(players).toEqual(names.map((name) => ({ name, totals: expectedTotals(name) })));
    const board = players.map(({ name, totals }) => ({ Player: name, Score: totals?.Score }));
    await eventually(async () => expect(new Set(await ranking())).toEqual(new Set(board)));
    const scores = (await ranking()).map(({ Score }) => Score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(struck('TransactWriteItems')).toEqual(new Set(plan.faults.slice(0, 6).map(({ kind }) => kind)));
    expect(struck('DeleteMessageBatch').size).toBeGreaterThan(2);
  }, 90_000);
});
