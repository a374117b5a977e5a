import { startRedis } from '@hanok/engines';
import {
  beginRebuild,
  createPlayerScan,
  createRedisBoard,
  createRedisClient,
  createScoreReader,
  type PlayerPage,
  type PlayerScan,
  rebuildRanking,
  type RedisClient,
} from '@hanok/ranking';
import { seededRandom } from '@hanok/testing';
import type { Benchmark, RunOptions } from '../harness/benchmark.ts';
import { timed } from '../harness/interleave.ts';
import { median, quantile } from '../harness/median.ts';
import { requireEqual, WrongOutcomeError } from '../harness/wrong-outcome.ts';
import { type Watched, watchBoard } from './board-watch.ts';
import { startFullTable } from './full-table.ts';

const PLAYERS = 1_000_000;
const ROUNDS = 3;
const NAME = 'Rating';

/** Rebuilds of a whole board while others read it: to each score plus one and to the scores of the table, in turn. */
export const rebuild: Benchmark = {
  name: 'rebuild',
  title: 'a board of 1,000,000 made anew from the player table while it is read',
  bounds: [{ figure: 'slowest rebuild, s', atMost: 60 }],
  run: async ({ scaled, say }) => {
    await using parts = new AsyncDisposableStack();
    const players = scaled(PLAYERS);
    const { redis, reading, scan } = await startEngines(players, parts, say);
    await rebuildBoard(redis, scan, players);
    const rounds: { seconds: number; watched: Watched }[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      const measured = await rebuildWatched({
        redis,
        reading,
        scan: raised(scan, round % 2),
        players,
        round,
      });
      rounds.push(measured);
      const { pagesBefore, pagesAfter } = measured.watched;
      say(`${measured.seconds.toFixed(1)} s; ${pagesBefore} pages before the swap, ${pagesAfter} after it`);
    }
    return summary(rounds, players);
  },
};

async function startEngines(players: number, parts: AsyncDisposableStack, say: RunOptions['say']) {
  const server = await startRedis();
  parts.defer(server.stop);
  const redis = createRedisClient(server);
  parts.defer(() => redis.disconnect());
  // Readers have clients of their own.
  const reading = createRedisClient(server);
  parts.defer(() => reading.disconnect());
  const random = seededRandom(1).next;
  const table = await startFullTable(players, () => 500 + 2 * Math.floor(random() * 1_000));
  parts.defer(table.stop);
  say(`${players} players in the table`);
  // One scan: where DynamoDB has partitions to read side by side, this engine reads the table for each page of a segment.
  return { redis, reading, scan: createPlayerScan({ ...table, segments: 1 }) };
}

async function rebuildBoard(redis: RedisClient, players: PlayerScan, count: number): Promise<void> {
  const { signal } = new AbortController();
  const begin = (from: number | undefined) => beginRebuild({ client: redis, name: NAME, from });
  const outcome = await rebuildRanking({ begin, players, signal });
  requireEqual('The rebuilt board', outcome, { players: count, unreadable: 0 });
}

async function rebuildWatched(options: {
  redis: RedisClient;
  reading: RedisClient;
  scan: PlayerScan;
  players: number;
  round: number;
}) {
  const { redis, reading, scan, players, round } = options;
  const over = new AbortController();
  const watching = watchBoard(
    {
      board: createRedisBoard({ client: reading, name: NAME }),
      sizes: createScoreReader({ client: reading, name: NAME }).sizes,
      players,
      random: seededRandom(round).next,
      parity: round % 2,
    },
    over.signal,
  );
  const rebuilding = timed(() => rebuildBoard(redis, scan, players)).finally(() => over.abort());
  const [ms, watched] = await Promise.all([rebuilding, watching]);
  if (watched.pagesBefore === 0 || watched.pagesAfter === 0)
    throw new WrongOutcomeError(
      'No page was read before the swap, or none after it. Run it again on a quieter machine.',
    );
  return { seconds: ms / 1_000, watched };
}

/** The scan with so much on every score. */
function raised(scan: PlayerScan, by: number): PlayerScan {
  async function* pages(signal: AbortSignal): AsyncGenerator<PlayerPage> {
    for await (const { rated, unreadable } of scan.pages(signal))
      yield { rated: rated.map((each) => ({ ...each, score: each.score + by })), unreadable };
  }
  return { ...scan, pages };
}

function summary(rounds: readonly { seconds: number; watched: Watched }[], players: number) {
  const seconds = rounds.map((round) => round.seconds);
  const pageMs = rounds.flatMap(({ watched }) => watched.pageMs);
  return {
    races: [{ title: 'board', unit: 's', samples: { rebuild: seconds } }],
    figures: {
      'slowest rebuild, s': quantile(seconds, 1),
      'players per second': players / median(seconds),
      'page read meanwhile, ms': median(pageMs),
      'page read meanwhile, ms, 99 of 100': quantile(pageMs, 0.99),
    },
    counts: { rounds: rounds.length, players, pages: pageMs.length },
  };
}
