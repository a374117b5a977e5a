import { type RankedPlayer, rankedPlayers } from '../board/ranked-player.ts';
import {
  createRedisBoard,
  MAX_AROUND,
  MAX_PAGE,
  type RankingBoard,
  requireRange,
} from '../board/redis-board.ts';
import { type BoardShard, boardShard } from './board-shard.ts';
import { compareLines, type ListedLine } from './listed-line.ts';
import { byShard, shardOf, type ShardedPlace, shardsOf, sum } from './shards.ts';
import { splitListing } from './split-listing.ts';

/**
 * One board over many shards, each a board of its own that may be on another node: players are spread by their names. It
 * is the board that one Redis would hold, ties included, since the time that orders them comes with each change.
 *
 * Each shard is read or written in one atomic step, all of them side by side, and not all at one moment:
 * - `update` rejects when a shard does, and the others may have applied their part: the same changes can be given again.
 * - A page, a rank and neighbours are exact while no one writes. While others write, each line is as its shard had it
 *   at the moment of that read, no player is listed twice, and places and ranks are off by no more than there were
 *   changes meanwhile.
 * - A method rejects with `UnavailableError` within 2 s of a step that fails. It takes 1 step at the top, 2 for a rank, 3 with
 *   neighbours, and for a page far down about 1 more for each 20 times as far.
 */
export function createShardedBoard(options: ShardedPlace & { now?: () => Date }): RankingBoard {
  const { now = () => new Date() } = options;
  const places = shardsOf(options);
  const boards = places.map((place) => createRedisBoard({ ...place, now }));
  const shards = places.map(boardShard);
  return {
    async update(changes) {
      const parts = byShard(changes, boards.length, ({ player }) => player);
      const applied = await Promise.all(boards.map(async (board, shard) => board.update(parts[shard] ?? [])));
      return applied.flat();
    },
    async page({ offset, limit }) {
      requireRange('offset', offset, 0, Number.MAX_SAFE_INTEGER);
      requireRange('limit', limit, 1, MAX_PAGE);
      const lines = await pageLines(shards, offset, limit);
      return ranked(shards, offset, lines);
    },
    async find(player, around) {
      requireRange('around', around, 0, MAX_AROUND);
      const home = shardOf(player, shards.length);
      const own = await shards[home]?.own(player, around);
      if (!own) return undefined;
      const others = shards.filter((_, shard) => shard !== home);
      const beside = await Promise.all(others.map((shard) => shard.beside(own.line, around)));
      const lines = [...own.lines, ...beside.flatMap((each) => each.lines)].sort(compareLines);
      const at = lines.indexOf(own.line);
      const from = Math.max(0, at - around);
      const before = own.before + sum(beside.map((each) => each.before)) - (at - from);
      const higher =
        own.higher !== undefined && lines[from]?.negated === own.line.negated
          ? own.higher + sum(beside.map((each) => each.higher))
          : undefined;
      const players = await ranked(shards, before, lines.slice(from, at + around + 1), higher);
      const line = players[at - from];
      return line && { line, around: players };
    },
  };
}

/** The lines from `offset` on: of each shard from where they may begin there, about twice its share of them. */
async function pageLines(
  shards: readonly BoardShard[],
  offset: number,
  limit: number,
): Promise<ListedLine[]> {
  const windows = await splitListing({
    shards: shards.length,
    offset,
    sample: ({ shard, ...window }) => shards[shard]?.samples(window) ?? NOTHING,
  });
  if (!windows) return [];
  const first = offset - sum(windows.map(({ from }) => from));
  const share = Math.min(limit, 2 * Math.ceil(limit / shards.length) + SPARE);
  const counts = windows.map(({ from, to }) => to - from + share);
  const read = await Promise.all(
    shards.map(async (shard, index) => shard.lines(windows[index]?.from ?? 0, counts[index] ?? 0)),
  );
  const pageOf = () =>
    read
      .flat()
      .sort(compareLines)
      .slice(first, first + limit);
  const page = pageOf();
  // A shard whose lines all stand before the end of the page may have more for it.
  const short = read.flatMap((lines, index) =>
    isShort(lines, counts[index] ?? 0, page, limit) ? [index] : [],
  );
  if (short.length === 0 || share === limit) return page;
  await Promise.all(
    short.map(async (index) => {
      const { from, to } = windows[index] ?? { from: 0, to: 0 };
      read[index] = (await shards[index]?.lines(from, to - from + limit)) ?? [];
    }),
  );
  return pageOf();
}

/** Lines beyond its share that are read of a shard, so that hardly a page needs a second look. */
const SPARE = 8;
const NOTHING = Promise.resolve({ size: 0, lines: [] });

function isShort(
  lines: readonly ListedLine[],
  asked: number,
  page: readonly ListedLine[],
  limit: number,
): boolean {
  const [last, end] = [lines.at(-1), page.at(-1)];
  if (!last || lines.length < asked) return false;
  return !end || page.length < limit || compareLines(last, end) <= 0;
}

/** The lines with their ranks; `before` lines stand before the first, `higher` of them with a higher score, if known. */
async function ranked(
  shards: readonly BoardShard[],
  before: number,
  lines: readonly ListedLine[],
  higher?: number,
): Promise<RankedPlayer[]> {
  const [first] = lines;
  if (!first) return [];
  const counted =
    before === 0 ? 0 : (higher ?? sum(await Promise.all(shards.map((shard) => shard.higher(first)))));
  return rankedPlayers({
    from: before,
    // Counted at another moment: a rank never lies behind the place.
    ahead: Math.min(counted, before),
    lines: lines.flatMap(({ member, negated }) => [member, String(negated)]),
  });
}
