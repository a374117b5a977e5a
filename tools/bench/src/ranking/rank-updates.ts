import { observe, streamBatch } from '@hanok/lambda';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { type BoardChange, playerImage, playerKey, type RankingBoard, updateRanking } from '@hanok/ranking';
import type { Redis } from 'ioredis';
import { seededRandom } from '@hanok/testing';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave, timed } from '../harness/interleave.ts';
import { median, pairedRatio } from '../harness/median.ts';
import { requireEqual } from '../harness/wrong-outcome.ts';
import { type Boards, fillBoard, startBoards } from './full-board.ts';
import { type PlayerRecord, playerChanges } from './player-changes.ts';

const PLAYERS = 10_000;
const BATCH = 100;
const BATCHES = 20;

/** The board's ordered update, alone and behind the handler that parses the event, against the tutorial's ZADD per record. */
export const rankUpdates: Benchmark = {
  name: 'rank-updates',
  title: 'stream batches of 100 on a board of 10,000 players, against one ZADD per record',
  bounds: [{ figure: 'board update / one ZADD after another', atLeast: 6 }],
  run: async ({ scaled }) => {
    await using parts = new AsyncDisposableStack();
    const boards = await startBoards();
    parts.defer(boards.stop);
    for (const name of ['board', 'handler'])
      await fillBoard(boards.board(name), PLAYERS, seededRandom(1).next);
    await boards.plain.copy('board', 'plain');
    const rounds = scaled(100);
    const samples = await interleave(
      {
        'one ZADD after another': contender(rankOneByOne(boards.plain, 'plain')),
        'board update': contender(updateBoard(boards.board('board'))),
        'whole handler': contender(runHandler(boards.board('handler'))),
      },
      { rounds, warmUp: 5 },
    );
    await requireSameScores(boards);
    const zadd = samples['one ZADD after another'];
    return {
      races: [{ title: 'batches of 100', unit: 'records/s', samples }],
      figures: {
        'board update / one ZADD after another': pairedRatio(samples['board update'], zadd),
        'whole handler / one ZADD after another': pairedRatio(samples['whole handler'], zadd),
        'records per second of the whole handler': median(samples['whole handler']),
      },
      counts: { rounds, players: PLAYERS, recordsPerRound: BATCH * BATCHES },
    };
  },
};

type Handle = (event: ReturnType<typeof playerChanges>) => Promise<unknown>;

/** A sample is the records per second of some batches; every contender follows the same changes. */
function contender(handle: Handle) {
  const random = seededRandom(2).next;
  let after = PLAYERS;
  return async () => {
    const events = Array.from({ length: BATCHES }, () => {
      after += BATCH;
      return playerChanges(BATCH, PLAYERS, after, random);
    });
    const ms = await timed(async () => {
      for (const event of events) await handle(event);
    });
    return (1_000 * BATCH * BATCHES) / ms;
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

/** What the handler makes of a record of these benchmarks. */
function changeOf({ dynamodb: { NewImage, SequenceNumber } }: PlayerRecord): BoardChange {
  const { PlayerName, Score, ScoreSince } = NewImage;
  const rating = { score: Number(Score.N), since: Number(ScoreSince.N) };
  return { player: PlayerName.S, sequenceNumber: SequenceNumber, rating };
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
