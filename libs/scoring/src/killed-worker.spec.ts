import { afterAll, describe, expect, it } from '@jest/globals';
import { recordLines } from '@hanok/lambda/testing';
import {
  clientSettings,
  dynamodbFaults,
  killAtEachStep,
  openVictim,
  SEED,
  SEED_NOTE,
  seededRandom,
  startFaultProxy,
} from '@hanok/testing';
import type { Order } from './killed-worker.fixture.ts';
import { startPlayerTables } from './player-tables.fixture.ts';
import { createWorker } from './result-worker.fixture.ts';

const random = seededRandom(SEED);
const { conflict } = dynamodbFaults(() => ({ ...random, below: () => 0 }));
const contended = new Set<string>();

const db = await startPlayerTables();
const { tables } = db;
/** Another writer holds each player called `held-…` when it is written first. */
const proxy = await startFaultProxy(db.endpoint, ({ body }) => {
  const [player] = /held-\d+/.exec(body.toString()) ?? [];
  if (player === undefined || contended.has(player)) return undefined;
  contended.add(player);
  return conflict;
});
const settings = clientSettings(proxy.endpoint);
const victim = await openVictim<Order, string[]>(new URL('./killed-worker.fixture.ts', import.meta.url));
afterAll(async () => {
  await victim.close();
  await proxy.stop();
  await db.stop();
});

/** Another process that the queue delivers to. */
const deliver = createWorker({
  client: db.connect(settings),
  tables,
  random: () => 0.04,
  ...recordLines(),
});

const message = (messageId: string, PlayerName: string, ResultId: string, ScoreDiff = 100) => ({
  messageId,
  body: JSON.stringify({ PlayerName, WinDiff: 1, LoseDiff: 0, ScoreDiff, ResultId }),
});

/**
 * A batch that takes the handler through all it does. Its first transaction is refused because another writer holds
 * the first player, and the others go on: a repeat and a reused id cancel the second transaction, and the rest is
 * written by a third. The player that was held is tried again after a wait.
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
const deliverKnown = (point: number) => deliver([message('known', `known-${point}`, `known-${point}`)]);
const FAILED = ['bad', 'reused'];

/** What a killed worker left behind, seen from the two players that its transactions are about. */
async function leftBy(point: number): Promise<string> {
  await proxy.idle();
  const [held, fresh] = await Promise.all([db.player(`held-${point}`), db.player(`fresh-${point}`)]);
  return `${held ? 'held' : '-'} ${fresh ? 'fresh' : '-'}`;
}

/** A batch is written without reading a player: that is another door. */
const onTheWay = (file: string) =>
  /^libs\/(lambda|scoring|tables)\/src/.test(file) && !/killed-worker|receipts|tables\/player\.ts/.test(file);

describe('a worker process', () => {
  it('goes on from every await of shell, handler and table while it counts the batch, so each is a step', async () => {
    const point = 1_000_000;
    await deliverKnown(point);
    const survival = await victim.run({ settings, tables, batch: batchOf(point) });
    const awaits = await victim.awaitsIn(onTheWay);
    expect(awaits.length).toBeGreaterThanOrEqual(14);
    expect(survival?.outcome.toSorted()).toEqual(FAILED);
    expect(survival?.steps).toEqual(expect.arrayContaining(awaits));
  });

  it(`may be killed before any of its steps: delivered again, each result counts once (${SEED_NOTE})`, async () => {
    const left = new Set<string>();
    const { points, killed } = await killAtEachStep(victim, async (run, point) => {
      expect(await deliverKnown(point)).toEqual([]);
      await run({ settings, tables, batch: batchOf(point) });
      left.add(await leftBy(point));
      expect((await deliver(batchOf(point))).toSorted()).toEqual(FAILED);
    });
    await proxy.idle();
    const totals = await db.totals();
    const all = Array.from({ length: points + 1 }, (_, index) => index);
    expect(all.filter((point) => !isCountedOnce(point, totals))).toEqual([]);
    expect(killed).toBeGreaterThan(points / 2);
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
