import * as z from 'zod/mini';
import {
  type BoardChange,
  newestChanges,
  type SeenChange,
  seenChange,
  sortableSequence,
} from './board-change.ts';
import { boardKeys, keyList, rebuildKeys } from './board-keys.ts';
import { readAround } from '../lua/read-around.lua.ts';
import { readPage } from '../lua/read-page.lua.ts';
import { updateBoard } from '../lua/update-board.lua.ts';
import { sinceText } from './order-member.ts';
import { rankedPlayers, type RankedPlayer } from './ranked-player.ts';
import type { ScriptClient } from '../store/script-client.ts';
import { redisScript, runScript } from '../store/redis-script.ts';

/** Most lines of one page. */
export const MAX_PAGE = 1_000;
/** Most lines before and after a player. */
export const MAX_AROUND = 100;
/** Twice the 24 h that a stream keeps its records: no record from before a removal comes later than that. */
const REMOVAL_MEMORY_MS = 48 * 60 * 60 * 1_000;

/** A ranking board. Every method is one atomic step in Redis and rejects with `UnavailableError` within 2 s. */
export type RankingBoard = {
  /**
   * Applies each player's newest change unless that or a newer one is applied already or is in a rebuilt board;
   * answers those that were applied. Rejected, it may have applied all or nothing: the same changes can be given again.
   */
  update(changes: readonly BoardChange[]): Promise<AppliedChange[]>;
  /** Lines in listing order from `offset` (0 is the top), at most `limit` (1 to 1000). */
  page(range: { offset: number; limit: number }): Promise<RankedPlayer[]>;
  /**
   * A player's line, and up to `around` (0 to 100) lines on each side with the player's own among them, in listing
   * order; undefined for a player who is not on the board.
   */
  find(player: string, around: number): Promise<PlayerRank | undefined>;
};

/** A change that the board took, and what it held of the player before: undefined for nothing. */
export type AppliedChange = { change: BoardChange; before: SeenChange | undefined };

/** A player's line, and the lines around it, its own among them, in listing order. */
export type PlayerRank = { line: RankedPlayer; around: RankedPlayer[] };

/** The board called `name` on Redis or Redis Cluster. */
export function createRedisBoard(options: {
  client: ScriptClient;
  name?: string;
  now?: () => Date;
}): RankingBoard {
  const { client, name = 'Rating', now = () => new Date() } = options;
  const { scores, order, seen, removed } = boardKeys(name);
  const { next, rebuild, rebuilt } = rebuildKeys(name);
  const updateKeys = [scores, order, seen, removed, ...keyList(next), rebuild, rebuilt];
  return {
    async update(changes) {
      if (changes.length === 0) return [];
      const time = now().getTime();
      const newest = newestChanges(changes);
      const args = [time, time - REMOVAL_MEMORY_MS, changeLists(newest)];
      return appliedOf(newest, await runScript(client, updateScript, updateKeys, args));
    },
    async page({ offset, limit }) {
      requireRange('offset', offset, 0, Number.MAX_SAFE_INTEGER);
      requireRange('limit', limit, 1, MAX_PAGE);
      const answer = await runScript(client, pageScript, [order], [offset, offset + limit - 1]);
      const [ahead, lines] = pageAnswer.parse(answer);
      return rankedPlayers({ from: offset, ahead, lines });
    },
    async find(player, around) {
      requireRange('around', around, 0, MAX_AROUND);
      const answer = aroundAnswer.parse(
        await runScript(client, aroundScript, [order, seen], [player, around]),
      );
      if (!answer) return undefined;
      const [index, from, ahead, lines] = answer;
      const players = rankedPlayers({ from, ahead, lines });
      const line = players[index - from];
      return line && { line, around: players };
    },
  };
}

const updateScript = redisScript(updateBoard);
/** See `readPage`. */
export const pageScript = redisScript(readPage);
/** See `readAround`. */
export const aroundScript = redisScript(readAround);

const updateAnswer = z.array(z.union([z.string(), z.literal(false)]));
export const pageAnswer = z.tuple([z.number(), z.array(z.string())]);
export const aroundAnswer = z.nullable(z.tuple([z.number(), z.number(), z.number(), z.array(z.string())]));

function appliedOf(newest: readonly BoardChange[], answer: unknown): AppliedChange[] {
  const states = updateAnswer.parse(JSON.parse(z.string().parse(answer)));
  return newest.flatMap((change, place) => {
    const state = states[place];
    return typeof state === 'string' ? { change, before: seenChange(state) } : [];
  });
}

/** See `updateBoard`. */
function changeLists(changes: readonly BoardChange[]): string {
  return JSON.stringify([
    changes.map(({ player }) => player.toWellFormed()),
    changes.map(({ sequenceNumber }) => sortableSequence(sequenceNumber)),
    changes.map(({ rating }) => (rating ? sinceText(rating.since) : '')),
    changes.map(({ rating }) => (rating ? String(rating.score) : '')),
    changes.map(({ changedAt }) => changedAt ?? ''),
  ]);
}

/** Throws `RangeError` unless it is a whole number in the range. */
export function requireRange(name: string, value: number, least: number, most: number): void {
  if (!Number.isSafeInteger(value) || value < least || value > most)
    throw new RangeError(`${name}: expected a whole number from ${least} to ${most}`);
}
