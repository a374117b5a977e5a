import { buildRestEvent } from '@hanok/events/testing';
import { observe, rest } from '@hanok/lambda';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { readRanking } from '@hanok/ranking';
import type { Redis } from 'ioredis';
import { seededRandom } from '@hanok/testing';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave, timed } from '../harness/interleave.ts';
import { median, pairedRatio, quantile } from '../harness/median.ts';
import { requireEqual } from '../harness/wrong-outcome.ts';
import { type Boards, fillBoard, startBoards } from './full-board.ts';

const PLAYERS = 1_000_000;
const PAGE = 100;
/** Pages read for one sample, which is their median. */
const PAGES = 200;

/** What `GET /ranking` answers against what the tutorial's does: the whole set. */
export const firstPage: Benchmark = {
  name: 'first-page',
  title: 'the first 100 of a board of 1,000,000, against the whole set',
  bounds: [
    { figure: 'whole set / first page', atLeast: 1_000 },
    { figure: 'first page, ms', atMost: 1 },
  ],
  run: async ({ scaled, say }) => {
    await using parts = new AsyncDisposableStack();
    const boards = await startBoards();
    parts.defer(boards.stop);
    const board = boards.board('Rating');
    const players = scaled(PLAYERS);
    const filled = await timed(() => fillBoard(board, players, seededRandom(1).next));
    say(`${players} players on the board after ${Math.round(filled)} ms`);
    const each: number[] = [];
    const rounds = 5;
    const samples = await interleave(
      {
        'first page': () => medianPage(pageReader(board), each),
        'whole set': () => timed(() => readWhole(boards.plain, players)),
      },
      { rounds },
    );
    return {
      races: [{ title: 'ranking', unit: 'ms', samples }],
      figures: {
        'whole set / first page': pairedRatio(samples['whole set'], samples['first page']),
        'first page, ms': median(each),
        'first page, ms, 99 of 100': quantile(each, 0.99),
      },
      counts: { rounds, players, pages: each.length },
    };
  },
};

/** Reads pages one after another, adds the milliseconds of each to `each`, and answers their median. */
async function medianPage(read: () => Promise<unknown>, each: number[]): Promise<number> {
  const taken: number[] = [];
  for (let page = 0; page < PAGES; page += 1) taken.push(await timed(read));
  each.push(...taken);
  return median(taken);
}

/** The handler of game-rank-reader. */
function pageReader(board: ReturnType<Boards['board']>) {
  const handler = rest({ routes: readRanking({ board }), ...observe('bench', () => undefined) });
  const event = buildRestEvent({ httpMethod: 'GET', resource: '/ranking' });
  return async () => {
    const { body } = await handler(event, buildLambdaContext());
    requireEqual('Players of the page', body.split('"Player"').length - 1, PAGE);
  };
}

/** Answers the whole set, as the tutorial does. */
async function readWhole(redis: Redis, players: number): Promise<void> {
  const flat = await redis.zrevrange('Rating', '0', '-1', 'WITHSCORES');
  const lines: { Player: string; Score: number }[] = [];
  for (let index = 0; index < flat.length; index += 2)
    lines.push({ Player: flat[index] ?? '', Score: Number(flat[index + 1]) });
  const body = JSON.stringify(lines);
  requireEqual('Players of the whole set', body.split('"Player"').length - 1, players);
}
