import { seededRandom } from '@hanok/testing';
import { timed } from '../harness/interleave.ts';
import { requireEqual } from '../harness/wrong-outcome.ts';
import { startPlayerTables } from './player-tables.ts';
import { randomResults, totalsOf } from './random-results.ts';
import { resultBatch } from './result-batch.ts';
import { resultContenders, type ResultContender } from './result-contenders.ts';

/*
 * One contender in a process of its own, as a function has one, on tables of its own: what one contender teaches the
 * compiler does not slow another. `contender-process.ts NAME PLAYERS BATCH_SIZE BATCHES`. Answers `run` with the results
 * per second of some batches and its own CPU time of each, which is what Lambda bills, and `check` once the table holds
 * them; ends with its parent.
 */
const [, , name = '', ...numbers] = process.argv;
const [players = 0, batchSize = 0, batches = 0] = numbers.map(Number);
const tables = await startPlayerTables();
// The parent names one of them.
const prepare = resultContenders[name as ResultContender](tables);
// Every contender counts the same results in the same order.
const random = seededRandom(batchSize).next;
const sent: ReturnType<typeof randomResults> = [];

async function run(): Promise<{ rate: number; cpuUs: number }> {
  const results = randomResults(batchSize * batches, players, random);
  sent.push(...results);
  const events = Array.from({ length: batches }, (_, index) =>
    resultBatch(results.slice(index * batchSize, (index + 1) * batchSize)),
  );
  const ready: (() => Promise<unknown>)[] = [];
  for (const event of events) ready.push(await prepare(event));
  const before = process.cpuUsage();
  const ms = await timed(async () => {
    for (const handle of ready) await handle();
  });
  const { user, system } = process.cpuUsage(before);
  return { rate: (1_000 * results.length) / ms, cpuUs: (user + system) / results.length };
}

const NOTHING = { rate: 0, cpuUs: 0 };

process.on('message', (message) => {
  const work =
    message === 'run'
      ? run()
      : tables.players().then((held) => requireEqual('The player table', held, totalsOf(sent)));
  work.then(
    (measured) => process.send?.(measured ?? NOTHING),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.once('disconnect', () => void tables.stop().finally(() => process.exit()));
process.send?.(NOTHING);
