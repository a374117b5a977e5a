import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { recordLines } from '@hanok/lambda/testing';
import { bundleWorker } from './bundle-worker.fixture.ts';
import { startFaultProxy } from './fault-proxy.fixture.ts';
import type { Order, Outcome } from './killed-worker.fixture.ts';
import { startPlayerTables } from './player-tables.fixture.ts';
import { startWorker } from './result-worker.fixture.ts';

/** A run may take a step more than another: the end is where this many have lived through theirs. */
const ENOUGH_SURVIVED = 5;

let folder: string;
let program: string;
let db: Awaited<ReturnType<typeof startPlayerTables>>;
let proxy: Awaited<ReturnType<typeof startFaultProxy>>;
let survivor: ReturnType<typeof startWorker>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hanok-killed-'));
  program = await bundleWorker(folder);
  db = await startPlayerTables();
  proxy = await startFaultProxy({ engine: db.endpoint, pick: () => 0, latencyMs: () => 0 });
  const contended = new Set<string>();
  proxy.follow((body) => {
    const [player] = /held-\d+/.exec(body) ?? [];
    if (player === undefined || contended.has(player)) return undefined;
    contended.add(player);
    return 'conflict';
  });
  survivor = startWorker(proxy.endpoint, recordLines(), { random: () => 0.04 });
});
afterAll(async () => {
  survivor.stop();
  await proxy.stop();
  await db.stop();
  await rm(folder, { recursive: true });
});

const message = (messageId: string, PlayerName: string, ResultId: string, ScoreDiff = 100) => ({
  messageId,
  body: JSON.stringify({ PlayerName, WinDiff: 1, LoseDiff: 0, ScoreDiff, ResultId }),
});

/**
 * A batch that takes the handler through all it does. Its first transaction is refused because another writer holds
 * the first player; that one is tried again after a wait, while the others go on: a repeat and a reused id cancel the
 * second transaction, and the rest is written by a third.
 */
const batchOf = (point: number) => [
  message('held', `held-${point}`, `held-${point}`),
  message('fresh', `fresh-${point}`, `fresh-${point}`),
  message('twice', `fresh-${point}`, `twice-${point}`, 10),
  message('again', `fresh-${point}`, `twice-${point}`, 10),
  message('repeat', `known-${point}`, `known-${point}`),
  message('reused', `other-${point}`, `known-${point}`),
  { messageId: 'bad', body: '{' },
];
const FAILED = ['bad', 'reused'];

/** Runs the program; undefined when it was killed. */
async function run(order: Order): Promise<Outcome | undefined> {
  const env = { NODE_COMPILE_CACHE: join(folder, 'cache') };
  const child = spawn(process.execPath, [program, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  });
  const exited = once(child, 'exit');
  const lines = (await text(child.stdout)).trim().split('\n');
  const [code, signal] = await exited;
  if (signal === 'SIGKILL') return undefined;
  expect(code).toBe(0);
  return JSON.parse(lines.at(-1) ?? '');
}

/** The lines of the program that hold an await of the shell, the handler, the table or what starts them here. */
async function awaitsInOurCode(): Promise<string[]> {
  let file = '';
  return (await readFile(program, 'utf8')).split('\n').flatMap((line, index) => {
    if (line.startsWith('// ')) file = line;
    return file.startsWith('// libs/') && line.includes('await ') ? [`line ${index + 1}`] : [];
  });
}

/** What a killed worker left behind, seen from the two players that its transactions are about. */
async function leftBy(point: number): Promise<string> {
  await proxy.idle();
  const [held, fresh] = await Promise.all([db.player(`held-${point}`), db.player(`fresh-${point}`)]);
  return `${held ? 'held' : '-'} ${fresh ? 'fresh' : '-'}`;
}

/** Kills a worker at the point, delivers its batch to another process, and answers what it had left behind. */
async function killAndDeliverAgain(point: number) {
  expect(await survivor.deliver([message('known', `known-${point}`, `known-${point}`)])).toEqual([]);
  const outcome = await run({ endpoint: proxy.endpoint, batch: batchOf(point), killAt: point });
  const left = await leftBy(point);
  expect((await survivor.deliver(batchOf(point))).toSorted()).toEqual(FAILED);
  return { survived: outcome !== undefined, left };
}

describe('a worker process', () => {
  it('goes on from every await of shell, handler and table while it counts the batch, so each is a step', async () => {
    await survivor.deliver([message('known', 'known-0', 'known-0')]);
    const outcome = await run({ endpoint: proxy.endpoint, batch: batchOf(0), killAt: 0 });
    const awaits = await awaitsInOurCode();
    expect(awaits.length).toBeGreaterThanOrEqual(11);
    expect(outcome?.failed.toSorted()).toEqual(FAILED);
    expect(outcome?.steps).toEqual(expect.arrayContaining(awaits));
  });

  it('may be killed before any of its steps: delivered again, each result counts once', async () => {
    const left = new Set<string>();
    let point = 0;
    let survived = 0;
    const killInTurn = async () => {
      while (survived < ENOUGH_SURVIVED) {
        point += 1;
        const end = await killAndDeliverAgain(point);
        left.add(end.left);
        if (end.survived) survived += 1;
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, killInTurn));
    await proxy.idle();
    const totals = await db.totals();
    const points = Array.from({ length: point }, (_, index) => index + 1);
    const mismatches = points.filter((each) => !isCountedOnce(each, totals));
    expect(mismatches).toEqual([]);
    expect(point).toBeGreaterThan(40);
    expect([...left]).toEqual(expect.arrayContaining(['- -', 'held fresh']));
    expect(left.size).toBeGreaterThan(2);
  }, 120_000);
});

function isCountedOnce(point: number, totals: Awaited<ReturnType<typeof db.totals>>): boolean {
  const of = (player: string) => JSON.stringify(totals.get(`${player}-${point}`));
  const once = JSON.stringify({ Score: 1100, Win: 1, Lose: 0 });
  const twice = JSON.stringify({ Score: 1110, Win: 2, Lose: 0 });
  return of('held') === once && of('known') === once && of('fresh') === twice && of('other') === undefined;
}
