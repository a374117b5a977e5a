import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordLines } from '@hanok/lambda/testing';
import { buildRun, type Delivery, RESULTS, type Run } from './delivered-results.fixture.ts';
import { FAULTS, type FaultPlan, startFaultProxy } from './fault-proxy.fixture.ts';
import { startPlayerTables } from './player-tables.fixture.ts';
import { quickRetries } from './quick-retries.fixture.ts';
import { startWorker } from './result-worker.fixture.ts';
import { seededRandom } from './seeded-random.fixture.ts';

const RUNS = 1000;
const RUNS_PER_FAULT = 15;
/** A delivery that fails goes back into the queue; a run that has not ended after so many batches never will. */
const MOST_BATCHES = 500;

type Worker = ReturnType<typeof startWorker>;

/** Drawn from for faults and waits; each run starts it anew from its own seed. */
let random = seededRandom(0);
let db: Awaited<ReturnType<typeof startPlayerTables>>;
let proxy: Awaited<ReturnType<typeof startFaultProxy>>;
let workers: Worker[];

beforeAll(async () => {
  db = await startPlayerTables();
  const pick = (count: number) => random.between(0, count - 1);
  const latencyMs = () => random.between(1, 60);
  proxy = await startFaultProxy({ engine: db.endpoint, pick, latencyMs });
  const observation = recordLines();
  const options = { random: () => random.next() / 25 };
  workers = [
    startWorker(proxy.endpoint, observation, { ...options, retryStrategy: quickRetries }),
    startWorker(proxy.endpoint, observation, {
      ...options,
      maxAttempts: 1,
      requestHandler: { requestTimeout: 30, throwOnRequestTimeout: true },
    }),
  ];
});
afterAll(async () => {
  for (const worker of workers) worker.stop();
  await proxy.stop();
  await db.stop();
});

/** Delivers until the queue is empty: both workers take from it, and what fails goes back to where it likes. */
async function work({ batches, name }: Run): Promise<void> {
  const queue: Delivery[][] = [...batches];
  let taken = 0;
  const takeBatches = async ({ deliver }: Worker) => {
    for (let batch = queue.shift(); batch; batch = queue.shift()) {
      taken += 1;
      if (taken > MOST_BATCHES) throw new Error(`${name} does not end`);
      const failed = new Set(await deliver(batch));
      const back = batch.filter(({ messageId }) => failed.has(messageId));
      if (back.length > 0) queue.splice(random.between(0, queue.length), 0, back);
    }
  };
  await Promise.all(workers.map(takeBatches));
}

/** One run per seed from 1, named after it, under the faults of the plan; answers what came out wrong, by run. */
async function runSeeds(kind: string, count: number, plan: FaultPlan) {
  proxy.follow(plan);
  const runs: Run[] = [];
  for (let seed = 1; seed <= count; seed += 1) {
    random = seededRandom(seed);
    const run = buildRun(`${kind}-seed${seed}`, random);
    runs.push(run);
    await work(run);
  }
  await proxy.idle();
  const stored = await db.totals();
  const differs = ([player, totals]: [string, object]) =>
    JSON.stringify(stored.get(player)) !== JSON.stringify(totals);
  return runs.flatMap(({ totals }) =>
    [...totals].filter(differs).map(([player, wanted]) => ({ player, wanted, stored: stored.get(player) })),
  );
}

const receiptsOf = async (kind: string) =>
  (await db.receipts()).filter(({ ReceiptId }) => ReceiptId?.S?.includes(`#${kind}-seed`)).length;

describe('game results over two workers, deliveries shuffled and repeated up to five times', () => {
  it(`add up to the sum over distinct results in ${RUNS} seeded runs with every fault in between`, async () => {
    const mismatches = await runSeeds('mixed', RUNS, () =>
      random.next() < 0.08 ? random.pick(FAULTS) : undefined,
    );
    expect(mismatches).toEqual([]);
    expect(await receiptsOf('mixed')).toBe(RUNS * RESULTS);
    for (const fault of FAULTS) expect(proxy.injected.get(fault)).toBeGreaterThan(20);
  }, 120_000);

  it.each(FAULTS)('add up when half of the requests meet a %s', async (fault) => {
    const before = proxy.injected.get(fault) ?? 0;
    const mismatches = await runSeeds(fault, RUNS_PER_FAULT, () => (random.next() < 0.5 ? fault : undefined));
    expect(mismatches).toEqual([]);
    expect(await receiptsOf(fault)).toBe(RUNS_PER_FAULT * RESULTS);
    expect((proxy.injected.get(fault) ?? 0) - before).toBeGreaterThan(RUNS_PER_FAULT);
  });
});
