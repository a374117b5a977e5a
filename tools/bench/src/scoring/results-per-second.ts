import { gameResult, jsonString } from '@hanok/events';
import { createLogger, createMetrics, sqsBatch } from '@hanok/lambda';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { createPlayerTable, recordGameResults } from '@hanok/scoring';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave, timed } from '../harness/interleave.ts';
import { pairedRatio, median } from '../harness/median.ts';
import { seededRandom } from '../harness/seeded-random.ts';
import { requireEqual } from '../harness/wrong-outcome.ts';
import { type PlayerTables, startPlayerTables, tableNames } from './player-tables.ts';
import { randomResults, totalsOf } from './random-results.ts';
import { resultBatch } from './result-batch.ts';
import { updateOneByOne, updateSideBySide } from './single-updates.ts';

const PLAYERS = 1_000;

/** The handler of game-sqs-process, which counts each result once, against the tutorial's UpdateItem per message. */
export const resultsPerSecond: Benchmark = {
  name: 'results-per-second',
  title: 'results of 1,000 players, each counted once in transactions, against one UpdateItem per message',
  bounds: [
    { figure: 'batches of 10, ours / one UpdateItem after another', atLeast: 2.5 },
    { figure: 'batches of 1000, ours / one UpdateItem after another', atLeast: 4 },
  ],
  run: async ({ scaled }) => {
    const rounds = scaled(40);
    const small = await race({ batchSize: 10, batches: 20, rounds });
    const large = await race({ batchSize: 1_000, batches: 1, rounds });
    return {
      races: [small.race, large.race],
      figures: { ...small.figures, ...large.figures },
      counts: { rounds, players: PLAYERS },
    };
  },
};

type Work = { batchSize: number; batches: number; rounds: number };

/** A sample is the results per second of `batches` batches. */
async function race({ batchSize, batches, rounds }: Work) {
  await using parts = new AsyncDisposableStack();
  const startTables = async () => {
    const tables = await startPlayerTables();
    parts.defer(tables.stop);
    return tables;
  };
  const contender = async (make: (tables: PlayerTables) => Handle) =>
    contenderOn(await startTables(), make, { batchSize, batches, rounds });
  const contenders = {
    'one UpdateItem after another': await contender(({ client }) => updateOneByOne(client)),
    'UpdateItems side by side': await contender(({ client }) => updateSideBySide(client)),
    ours: await contender(ours),
  };
  const samples = await interleave(
    {
      'one UpdateItem after another': contenders['one UpdateItem after another'].run,
      'UpdateItems side by side': contenders['UpdateItems side by side'].run,
      ours: contenders.ours.run,
    },
    { rounds },
  );
  for (const each of Object.values(contenders)) await each.check();
  const { ours: own, 'one UpdateItem after another': single } = samples;
  const title = `batches of ${batchSize}`;
  return {
    race: { title, unit: 'results/s', samples },
    figures: {
      [`${title}, ours / one UpdateItem after another`]: pairedRatio(own, single),
      [`${title}, results per second`]: median(own),
    },
  };
}

type Handle = (event: ReturnType<typeof resultBatch>) => Promise<unknown>;

/** Every contender counts the same results in the same order, on tables of its own. */
function contenderOn(tables: PlayerTables, make: (tables: PlayerTables) => Handle, work: Work) {
  const random = seededRandom(work.batchSize);
  const handle = make(tables);
  const sent: ReturnType<typeof randomResults> = [];
  return {
    run: async () => {
      const results = randomResults(work.batchSize * work.batches, PLAYERS, random);
      sent.push(...results);
      const events = Array.from({ length: work.batches }, (_, index) =>
        resultBatch(results.slice(index * work.batchSize, (index + 1) * work.batchSize)),
      );
      const ms = await timed(async () => {
        for (const event of events) await handle(event);
      });
      return (1_000 * results.length) / ms;
    },
    check: async () => requireEqual('The player table', await tables.players(), totalsOf(sent)),
  };
}

function ours({ client }: PlayerTables): Handle {
  const silent = { service: 'bench', write: () => undefined };
  const log = createLogger(silent);
  const metrics = createMetrics(silent);
  const players = createPlayerTable({ client, ...tableNames });
  const handle = recordGameResults({ players, log, metrics });
  const handler = sqsBatch({ body: jsonString(gameResult), handle, log, metrics });
  return async (event) => {
    const answer = await handler(event, buildLambdaContext());
    requireEqual('The answer to a batch', answer, { batchItemFailures: [] });
  };
}
