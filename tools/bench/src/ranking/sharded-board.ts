import { startRedis } from '@hanok/engines';
import { createRedisBoard, createRedisClient, createShardedBoard, type RankingBoard } from '@hanok/ranking';
import { seededRandom } from '@hanok/testing';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave, timed } from '../harness/interleave.ts';
import { median, pairedRatio } from '../harness/median.ts';
import { requireEqual } from '../harness/wrong-outcome.ts';
import { fillBoard } from './full-board.ts';

const PLAYERS = 10_000_000;
const SHARDS = 16;
const NODES = 3;
const PAGE = 100;
const BATCH = 100;
/** Calls of one sample. */
const CALLS = 20;

/** A board of 16 shards on three servers against the same players on one board, which it must equal line by line. */
export const shardedBoard: Benchmark = {
  name: 'sharded-board',
  title: '10,000,000 players in 16 shards on three servers, against one board on one',
  bounds: [
    { figure: 'memory, sharded / one', atMost: 1.05 },
    { figure: 'first page, sharded, ms', atMost: 20 },
    { figure: 'page in the middle, sharded, ms', atMost: 120 },
    { figure: 'rank, sharded, ms', atMost: 15 },
  ],
  run: async ({ scaled, say }) => {
    await using parts = new AsyncDisposableStack();
    const players = scaled(PLAYERS);
    const servers = await Promise.all(Array.from({ length: NODES + 1 }, () => startServer(parts)));
    const [single, ...nodes] = servers;
    if (!single) throw new RangeError('No server');
    const clients = Array.from(
      { length: SHARDS },
      (_, shard) => nodes[shard % NODES]?.client ?? single.client,
    );
    const boards = {
      one: createRedisBoard({ client: single.client }),
      sharded: createShardedBoard({ clients }),
    };
    for (const [name, board] of Object.entries(boards)) {
      const ms = await timed(() => fillBoard(board, players, seededRandom(1).next));
      say(`${players} players on the board ${name} after ${Math.round(ms / 1_000)} s`);
    }
    const memory = { one: await single.memory(), sharded: 0 };
    for (const node of nodes) memory.sharded += await node.memory();
    await requireSameBoard(boards, players);
    const rounds = scaled(50);
    const race = async (title: string, run: (board: RankingBoard) => () => Promise<number>) => ({
      title,
      unit: 'ms',
      samples: await interleave(
        { one: run(boards.one), sharded: run(boards.sharded) },
        { rounds, warmUp: 3 },
      ),
    });
    const races = [
      await race('first page', (board) => calls(() => board.page({ offset: 0, limit: PAGE }))),
      await race('page in the middle', (board) => {
        const place = placeOf(players);
        return calls(() => board.page({ offset: place(), limit: PAGE }));
      }),
      await race('rank', (board) => {
        const place = placeOf(players);
        return calls(() => board.find(`player-${place()}`, 0));
      }),
      await race('rank with ten on each side', (board) => {
        const place = placeOf(players);
        return calls(() => board.find(`player-${place()}`, 10));
      }),
      await race(`update of ${BATCH} players`, (board) => updates(board, players)),
    ];
    await requireSameBoard(boards, players);
    const ofRaces = races.flatMap(({ title, samples }) => [
      [`${title}, sharded, ms`, median(samples.sharded)] as const,
      [`${title}, sharded / one`, pairedRatio(samples.sharded, samples.one)] as const,
    ]);
    return {
      races,
      figures: {
        ...Object.fromEntries(ofRaces),
        'bytes of a player, one': memory.one / players,
        'memory, sharded / one': memory.sharded / memory.one,
      },
      counts: { rounds, players, shards: SHARDS, servers: NODES },
    };
  },
};

async function startServer(parts: AsyncDisposableStack) {
  const server = await startRedis();
  parts.defer(server.stop);
  const client = createRedisClient({ host: server.host, port: server.port });
  parts.defer(() => client.disconnect());
  const memory = async () => Number(/used_memory:(\d+)/.exec(await client.info('memory'))?.[1]);
  return { client, memory };
}

/** Places from the whole board, the same for each contender. */
function placeOf(players: number): () => number {
  const random = seededRandom(2).next;
  return () => Math.floor(random() * players);
}

/** The milliseconds of one call, on the average of some. */
function calls(call: () => Promise<unknown>): () => Promise<number> {
  return async () =>
    (await timed(async () => {
      for (let done = 0; done < CALLS; done += 1) await call();
    })) / CALLS;
}

function updates(board: RankingBoard, players: number): () => Promise<number> {
  const place = placeOf(players);
  let sequence = players;
  return calls(() =>
    board.update(
      Array.from({ length: BATCH }, () => {
        sequence += 1;
        return {
          player: `player-${place()}`,
          sequenceNumber: String(sequence),
          rating: { score: sequence % 2_500, since: 1_700_000_000_000 + sequence },
        };
      }),
    ),
  );
}

/** Throws `WrongOutcomeError` unless pages and neighbours all over the boards are the same. */
async function requireSameBoard(
  { one, sharded }: { one: RankingBoard; sharded: RankingBoard },
  players: number,
): Promise<void> {
  const place = placeOf(players);
  for (const offset of [0, players - 50, players, ...Array.from({ length: 20 }, place)]) {
    const range = { offset, limit: PAGE };
    requireEqual(`The page from ${offset}`, await sharded.page(range), await one.page(range));
    const player = `player-${place()}`;
    requireEqual(`The rank of ${player}`, await sharded.find(player, 10), await one.find(player, 10));
  }
}
