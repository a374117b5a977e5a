import { expect } from '@jest/globals';
import type { BoardChange } from './board-change.ts';
import { boardKeys } from './board-keys.ts';
import { modelBoard } from './board-model.fixture.ts';
import type { RankingBoard } from './redis-board.ts';
import type { RedisClient } from '../store/redis-client.ts';

/** Where Redis holds a board, or a part of it. */
export type BoardPart = { redis: RedisClient; name: string };

/** Applies the batches, two at a time, and expects the board of the model, and nothing else in Redis. */
export async function convergesToModel(
  board: RankingBoard,
  parts: readonly BoardPart[],
  { history, batches }: { history: readonly BoardChange[]; batches: readonly BoardChange[][] },
): Promise<void> {
  for (let i = 0; i < batches.length; i += 2)
    await Promise.all(batches.slice(i, i + 2).map((batch) => board.update(batch)));
  const expected = modelBoard(history);
  expect(await board.page({ offset: 0, limit: 1_000 })).toEqual(expected);
  await holdsOnly(parts, expected.length);
  for (const { Player, Score } of expected) {
    const scores = await Promise.all(parts.map(({ redis, name }) => redis.zscore(name, Player)));
    expect(scores.filter((score) => score !== null).map(Number)).toEqual([Score]);
  }
}

/** Applies the history, and expects every page, rank and neighbourhood that counting one by one gives. */
export async function readsAsCounted(
  board: RankingBoard,
  history: readonly BoardChange[],
  { limit, around }: { limit: number; around: number },
): Promise<void> {
  await board.update(history);
  const expected = modelBoard(history);
  const pages = [];
  for (let offset = 0; offset <= expected.length; offset += limit)
    pages.push(await board.page({ offset, limit }));
  expect(pages.flat()).toEqual(expected);
  for (const [index, line] of expected.entries()) {
    const neighbours = expected.slice(Math.max(0, index - around), index + around + 1);
    expect(await board.find(line.Player, around)).toEqual({ line, around: neighbours });
  }
}

/** Expects so many players in both sorted sets, and of players off the board no more than their removals. */
export async function holdsOnly(parts: readonly BoardPart[], players: number): Promise<void> {
  const held = await Promise.all(parts.map(sizesOf));
  const sumOf = (key: keyof (typeof held)[number]) => held.reduce((sum, each) => sum + each[key], 0);
  expect(sumOf('scores')).toBe(players);
  expect(sumOf('order')).toBe(players);
  expect(sumOf('seen')).toBe(players + sumOf('removed'));
}

async function sizesOf({ redis, name }: BoardPart) {
  const { scores, order, seen, removed } = boardKeys(name);
  return {
    scores: await redis.zcard(scores),
    order: await redis.zcard(order),
    seen: await redis.hlen(seen),
    removed: await redis.zcard(removed),
  };
}
