import { observe, streamBatch } from '@hanok/lambda';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { playerImage, playerKey, type RankingBoard, updateRanking } from '@hanok/ranking';
import type { Redis } from 'ioredis';
import { seededRandom } from '@hanok/testing';
import type { Benchmark, Race } from '../harness/benchmark.ts';
import { interleave, timed } from '../harness/interleave.ts';
import { median, pairedRatio } from '../harness/median.ts';
import { requireEqual } from '../harness/wrong-outcome.ts';
import { type Boards, fillBoard, startBoards } from './full-board.ts';
import { changeOf, playerChanges } from './player-changes.ts';
import { scriptTimes } from './script-time.ts';

const PLAYERS = 10_000;
/** Records of one sample, in batches of each size. */
const RECORDS = 2_000;
const SIZES = [100, 1_000];

/** The board's ordered update, alone and behind the handler that parses the event, against the tutorial's ZADD per record. */
export const rankUpdates: Benchmark = {
  name: 'rank-updates',
  title: 'stream batches of 100 and of 1,000 on a board of 10,000 players, against one ZADD per record',
  bounds: [
    { figure: 'batches of 100: board update / one ZADD after another', atLeast: 6 },
    { figure: 'batches of 100: whole handler / one ZADD after another', atLeast: 3 },
    { figure: 'batches of 1000: whole handler / one ZADD after another', atLeast: 4 },
    { figure: 'batches of 100: script of the board / its commands alone', atMost: 1.4 },
    { figure: 'batches of 1000: script of the board / its commands alone', atMost: 1.4 },
  ],
  run: async ({ scaled }) => {
    await using parts = new AsyncDisposableStack();
    const boards = await startBoards();
    parts.defer(boards.stop);
    const rounds = scaled(100);
    const races: Race[] = [];
    const figures: Record<string, number> = {};
    for (const size of SIZES) {
      const title = `batches of ${size}`;
      const samples = await race(boards, size, rounds);
      races.push({ title, unit: 'records/s', samples });
      const zadd = samples['one ZADD after another'];
      for (const name of ['board update', 'whole handler'] as const)
        figures[`${title}: ${name} / one ZADD after another`] = pairedRatio(samples[name], zadd);
      figures[`${title}: records per second of the whole handler`] = median(samples['whole handler']);
      const script = await scriptTimes(boards, { players: PLAYERS, records: RECORDS, size, rounds });
      races.push({ title: `${title}: in Redis`, unit: 'µs/record', samples: script });
      figures[`${title}: script of the board / its commands alone`] = pairedRatio(
        script['script of the board'],
        script['its commands alone'],
      );
    }
    return { races, figures, counts: { rounds, players: PLAYERS, recordsPerRound: RECORDS } };
  },
};

async function race(boards: Boards, size: number, rounds: number) {
  await boards.plain.flushall();
  for (const name of ['board', 'handler']) await fillBoard(boards.board(name), PLAYERS, seededRandom(1).next);
  await boards.plain.copy('board', 'plain');
  const samples = await interleave(
    {
      'one ZADD after another': contender(rankOneByOne(boards.plain, 'plain'), size),
      'board update': contender(updateBoard(boards.board('board')), size),
      'whole handler': contender(runHandler(boards.board('handler')), size),
    },
    { rounds, warmUp: 5 },
  );
  await requireSameScores(boards);
  return samples;
}

type Handle = (event: ReturnType<typeof playerChanges>) => Promise<unknown>;

/** A sample is the records per second of some batches; every contender follows the same changes. */
function contender(handle: Handle, size: number) {
  const random = seededRandom(2).next;
  let after = PLAYERS;
  return async () => {
    const events = Array.from({ length: RECORDS / size }, () => {
      after += size;
      return playerChanges(size, PLAYERS, after, random);
    });
    const ms = await timed(async () => {
      for (const event of events) await handle(event);
    });
    return (1_000 * RECORDS) / ms;
  };
}

/** Follows the stream as the tutorial does: one ZADD per record, one after another, whatever their order. */
function rankOneByOne(redis: Redis, board: string): Handle {
  return async ({ Records }) => {
    for (const { dynamodb } of Records) {
      const { PlayerName, Score } = dynamodb.NewImage;
      await redis.zadd(board, Score.N, PlayerName.S);
    }
  };
}

function updateBoard(board: RankingBoard): Handle {
  return ({ Records }) => board.update(Records.map(changeOf));
}

function runHandler(board: RankingBoard): Handle {
  const observation = observe('bench', () => undefined);
  const handler = streamBatch({
    key: playerKey,
    image: playerImage,
    handle: updateRanking({ board, ...observation }),
    noteRejected: () => Promise.reject(new Error('The benchmark has no record to reject')),
    ...observation,
  });
  return async (event) => {
    const answer = await handler(event, buildLambdaContext());
    requireEqual('The answer to a batch', answer, { batchItemFailures: [] });
  };
}

async function requireSameScores({ plain }: Boards): Promise<void> {
  const [one, ...others] = await Promise.all(
    ['plain', 'board', 'handler'].map((board) => plain.zrange(board, '0', '-1', 'WITHSCORES')),
  );
  for (const other of others) requireEqual('Our board', other, one);
}
