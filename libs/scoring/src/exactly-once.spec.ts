import { afterAll, describe, expect, it } from '@jest/globals';
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { recordLines } from '@hanok/lambda/testing';
import {
  clientSettings,
  dynamodbFaults,
  type FaultPlan,
  runs,
  SEED_NOTE,
  seededRandom,
  seeds,
  startFaultProxy,
} from '@hanok/testing';
import { buildRun, type Delivery, RESULTS, type Run } from './delivered-results.fixture.ts';
import { startPlayerTables } from './player-tables.fixture.ts';
import { createWorker, type Worker } from './result-worker.fixture.ts';

const RUNS = 1000;
const RUNS_PER_FAULT = 40;
/** A delivery that fails goes back into the queue; a run that has not ended after so many batches never will. */
const MOST_BATCHES = 500;

/** Three attempts as the client makes them by default, errors of the caller not tried again, but without its waits. */
const quickRetries: NonNullable<DynamoDBClientConfig['retryStrategy']> = {
  acquireInitialRetryToken: async () => token(0),
  refreshRetryTokenForRetry: async (used, { errorType }) => {
    if (errorType === 'CLIENT_ERROR' || used.getRetryCount() >= 2) throw new Error('no attempt left');
    return token(used.getRetryCount() + 1);
  },
  recordSuccess: () => undefined,
};
const token = (count: number) => ({ getRetryCount: () => count, getRetryDelay: () => 0 });

/** Drawn from for faults and waits; each run starts it anew from its own seed. */
let random = seededRandom(0);
const faults = Object.values(dynamodbFaults(() => random));
const db = await startPlayerTables();
const proxy = await startFaultProxy(db.endpoint);
afterAll(async () => {
  await proxy.stop();
  await db.stop();
});

const { log, metrics } = recordLines();
const workers = [
  { retryStrategy: quickRetries },
  { maxAttempts: 1, requestHandler: { requestTimeout: 30, throwOnRequestTimeout: true } },
].map((config) => {
  const client = db.connect({ ...clientSettings(proxy.endpoint), ...config });
  return createWorker({ client, tables: db.tables, log, metrics, random: () => random.next() / 25 });
});

/** Delivers until the queue is empty: both workers take from it, and what fails goes back to where it likes. */
async function work({ batches, name }: Run): Promise<void> {
  const queue: Delivery[][] = [...batches];
  let taken = 0;
  const takeBatches = async (deliver: Worker) => {
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

/** One run per seed, named after it, under the faults of the plan; answers what came out wrong, by run. */
async function runSeeds(kind: string, full: number, plan: FaultPlan) {
  proxy.follow(plan);
  const done: Run[] = [];
  for (const seed of seeds(full)) {
    random = seededRandom(seed);
    const run = buildRun(`${kind}-seed${seed}`, random);
    done.push(run);
    await work(run);
  }
  await proxy.idle();
  const stored = await db.totals();
  const differs = ([player, totals]: [string, object]) =>
    JSON.stringify(stored.get(player)) !== JSON.stringify(totals);
  return done.flatMap(({ totals }) =>
    [...totals].filter(differs).map(([player, wanted]) => ({ player, wanted, stored: stored.get(player) })),
  );
}

const receiptsOf = async (kind: string) =>
  (await db.receipts()).filter(({ ReceiptId }) => ReceiptId?.S?.includes(`#${kind}-seed`)).length;

describe(`game results over two workers, deliveries shuffled and repeated up to five times (${SEED_NOTE})`, () => {
  it(`add up to the sum over distinct results in ${runs(RUNS)} seeded runs with every fault in between`, async () => {
    const mismatches = await runSeeds('mixed', RUNS, () =>
      random.next() < 0.2 ? random.pick(faults) : undefined,
    );
    expect(mismatches).toEqual([]);
    expect(await receiptsOf('mixed')).toBe(runs(RUNS) * RESULTS);
    for (const { name } of faults) expect(proxy.injected(name)).toBeGreaterThan(runs(20));
  }, 600_000);

  it.each(faults)('add up when half of the requests meet a $name', async (fault) => {
    const before = proxy.injected(fault.name);
    const mismatches = await runSeeds(fault.name, RUNS_PER_FAULT, () =>
      random.next() < 0.5 ? fault : undefined,
    );
    expect(mismatches).toEqual([]);
    expect(await receiptsOf(fault.name)).toBe(runs(RUNS_PER_FAULT) * RESULTS);
    expect(proxy.injected(fault.name) - before).toBeGreaterThan(0);
  });
});
