import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { eventually } from '@hanok/testing';
import { clientConfig } from './gomoku-stack.fixture.ts';
import { descendantsOf, stillRunning } from './process-tree.fixture.ts';

const SEVERAL_HUNDRED = 300;
const PLAYERS = 7;
const started = z.looseObject({
  url: z.string(),
  outputs: z.looseObject({
    Gomoku: z.looseObject({ GameResultQueueUrl: z.string(), RankingApiUrl: z.string() }),
  }),
});

let folder: string;
const children: ChildProcess[] = [];
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'hanok-restart-'))));
afterEach(async () => {
  for (const child of children.splice(0)) await kill(child);
  rmSync(folder, { recursive: true, force: true });
});

it('applies every acknowledged message exactly once, though the stack is killed in mid-traffic', async () => {
  const first = await startChild();
  const acknowledged = new Set<number>();
  const sent = sendUntilGone(first, acknowledged);
  await eventually(async () => {
    const applied = await totalWins(first);
    expect(acknowledged.size).toBeGreaterThan(SEVERAL_HUNDRED);
    expect(applied).toBeGreaterThan(0);
    expect(applied).toBeLessThan(acknowledged.size);
  });
  const processes = descendantsOf(first.pid);
  for (const name of ['redis-server', 'dynoxide', 'aws-lambda-ric'])
    expect(processes).toContainEqual(expect.objectContaining({ command: expect.stringContaining(name) }));
  await kill(first.child);
  const all = await sent;
  await eventually(() => expect(stillRunning(processes)).toEqual([]));

  const second = await startChild();
  // The producer cannot know what became of the rest, and sends it again.
  const rest = all.filter((game) => !acknowledged.has(game));
  expect(rest).not.toEqual([]);
  expect(await sendTen(second, rest)).toEqual(rest);
  // What was in flight stays hidden until the restarted clock is where the killed stack's was.
  await eventually(async () => expect(await players(second)).toEqual(playersAfter(all)), 60_000);
  const totalScore = PLAYERS * 1000 + all.length;
  await eventually(async () => expect(await ranking(second)).toBe(totalScore));
}, 90_000);

type Child = Awaited<ReturnType<typeof startChild>>;

async function startChild() {
  const script = join(import.meta.dirname, 'run-stack.fixture.ts');
  const execArgv = ['--conditions=@hanok/source'];
  const child = fork(script, [join(folder, 'state')], { execArgv, stdio: 'inherit' });
  children.push(child);
  const [message] = await once(child, 'message');
  const { url, outputs } = started.parse(message);
  return { child, pid: child.pid ?? 0, url, outputs: outputs.Gomoku };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** The result of one game: a win and a point for one of the players. */
const resultOf = (game: number) => ({
  PlayerName: `player-${game % PLAYERS}`,
  WinDiff: 1,
  LoseDiff: 0,
  ScoreDiff: 1,
  ResultId: `game-${game}`,
});

function playersAfter(games: readonly number[]) {
  const byPlayer = Map.groupBy(games, (game) => resultOf(game).PlayerName);
  return new Map([...byPlayer].map(([name, { length }]) => [name, { Win: length, Score: 1000 + length }]));
}

/** Sends game after game, ten by ten, until a call fails; notes what was acknowledged, answers what was sent. */
async function sendUntilGone(child: Child, acknowledged: Set<number>): Promise<number[]> {
  const sent: number[] = [];
  for (;;) {
    const ten = Array.from({ length: 10 }, (_, index) => sent.length + index);
    sent.push(...ten);
    const taken = await sendTen(child, ten).catch(() => undefined);
    if (taken === undefined) return sent;
    for (const game of taken) acknowledged.add(game);
  }
}

/** Answers the games that were acknowledged. */
async function sendTen({ url, outputs }: Child, games: readonly number[]): Promise<number[]> {
  const sqs = new SQSClient(clientConfig(url));
  try {
    const Entries = games.map((game) => ({ Id: String(game), MessageBody: JSON.stringify(resultOf(game)) }));
    const send = new SendMessageBatchCommand({ QueueUrl: outputs.GameResultQueueUrl, Entries });
    const { Successful = [] } = await sqs.send(send);
    return Successful.map(({ Id }) => Number(Id)).sort((a, b) => a - b);
  } finally {
    sqs.destroy();
  }
}

async function players({ url }: Child): Promise<Map<string, { Win: number; Score: number }>> {
  const dynamodb = new DynamoDBClient(clientConfig(url));
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: 'GomokuPlayerInfo' }));
  dynamodb.destroy();
  return new Map(
    Items.map(({ PlayerName, Win, Score }) => [
      PlayerName?.S ?? '',
      { Win: Number(Win?.N), Score: Number(Score?.N) },
    ]),
  );
}

async function totalWins(child: Child): Promise<number> {
  return [...(await players(child)).values()].reduce((sum, { Win }) => sum + Win, 0);
}

/** The sum of all scores on the board. */
async function ranking({ outputs }: Child): Promise<number> {
  const answer: unknown = await (await fetch(`${outputs.RankingApiUrl}ranking`)).json();
  const lines = z.array(z.object({ Player: z.string(), Score: z.number() })).parse(answer);
  return lines.reduce((sum, { Score }) => sum + Score, 0);
}
