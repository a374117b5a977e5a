import type { Benchmark } from '../harness/benchmark.ts';
import { interleave } from '../harness/interleave.ts';
import { pairedRatio, median } from '../harness/median.ts';
import type { ResultContender } from './result-contenders.ts';
import { startContender } from './start-contender.ts';

const PLAYERS = 1_000;

/**
 * The handler of game-sqs-process, which counts each result once, against the tutorial's UpdateItem per message; beside
 * it the same transactions without the handler.
 */
export const resultsPerSecond: Benchmark = {
  name: 'results-per-second',
  title: 'results of 1,000 players, each counted once in transactions, against one UpdateItem per message',
  bounds: [
    { figure: 'batches of 10, ours / one UpdateItem after another', atLeast: 2.3 },
    { figure: 'batches of 10, ours / the bare client', atLeast: 0.8 },
    { figure: 'batches of 1000, ours / one UpdateItem after another', atLeast: 4 },
    { figure: 'batches of 1000, ours / the bare client', atLeast: 0.8 },
  ],
  run: async ({ scaled }) => {
    const rounds = scaled(20);
    const small = await race({ batchSize: 10, batches: 100, rounds });
    const large = await race({ batchSize: 1_000, batches: 1, rounds });
    return {
      races: [small.race, large.race],
      figures: { ...small.figures, ...large.figures },
      counts: { rounds, players: PLAYERS },
    };
  },
};

type Race = { batchSize: number; batches: number; rounds: number };

/** A sample is the results per second of `batches` batches. */
async function race({ batchSize, batches, rounds }: Race) {
  await using parts = new AsyncDisposableStack();
  const contender = async (name: ResultContender) => {
    const started = await startContender(name, { players: PLAYERS, batchSize, batches });
    parts.defer(started.stop);
    return started;
  };
  const contenders = {
    'one UpdateItem after another': await contender('one UpdateItem after another'),
    'UpdateItems side by side': await contender('UpdateItems side by side'),
    ours: await contender('ours'),
    'messages read, bare client': await contender('messages read, bare client'),
    'the same transactions, bare client': await contender('the same transactions, bare client'),
  };
  const samples = await interleave(
    {
      'one UpdateItem after another': contenders['one UpdateItem after another'].run,
      'UpdateItems side by side': contenders['UpdateItems side by side'].run,
      ours: contenders.ours.run,
      'messages read, bare client': contenders['messages read, bare client'].run,
      'the same transactions, bare client': contenders['the same transactions, bare client'].run,
    },
    { rounds },
  );
  for (const each of Object.values(contenders)) await each.check();
  const { ours: own, 'one UpdateItem after another': single } = samples;
  const bare = samples['the same transactions, bare client'];
  const title = `batches of ${batchSize}`;
  return {
    race: { title, unit: 'results/s', samples },
    figures: {
      [`${title}, ours / one UpdateItem after another`]: pairedRatio(own, single),
      [`${title}, the bare client / one UpdateItem after another`]: pairedRatio(bare, single),
      [`${title}, ours / the bare client`]: pairedRatio(own, bare),
      [`${title}, results per second`]: median(own),
      ...Object.fromEntries(
        Object.entries(contenders).map(([name, { cpuUs }]) => [
          `${title}, CPU µs of ${name} for a result`,
          median(cpuUs),
        ]),
      ),
    },
  };
}
