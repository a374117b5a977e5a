import { wellFormedText } from '@hanok/events';
import { ok, refusal, route, type Route } from '@hanok/lambda';
import * as z from 'zod/mini';
import { MAX_AROUND, MAX_PAGE, type RankingBoard } from './board/redis-board.ts';

/** A query parameter that is a whole number in decimal digits. */
function wholeNumber(least: number, most: number) {
  const error = `expected a whole number from ${least} to ${most}`;
  const isInRange = (text: string) => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most;
  return z.pipe(z.string().check(z.refine(isInRange, { error })), z.transform(Number));
}

/** `?limit=&offset=` of the ranking. */
const rankingQuery = z.object({
  limit: z._default(wholeNumber(1, MAX_PAGE), 100),
  offset: z._default(wholeNumber(0, 999_999_999), 0),
});

/** The player of `/ranking/{player}`, as long as a key of the player table can be. */
const playerPath = z.object({ player: wellFormedText(2_048) });

/** `?around=` of a player. */
const playerQuery = z.object({ around: z.optional(wholeNumber(0, MAX_AROUND)) });

type ReadBoard = Pick<RankingBoard, 'page' | 'find'>;

/** `GET /ranking` and `GET /ranking/{player}`. */
export function readRanking({ board }: { board: ReadBoard }): readonly Route[] {
  return [
    route({
      httpMethod: 'GET',
      resource: '/ranking',
      query: rankingQuery,
      handle: async ({ query }) => ok(await readPage(board, query)),
    }),
    route({
      httpMethod: 'GET',
      resource: '/ranking/{player}',
      path: playerPath,
      query: playerQuery,
      handle: async ({ path, query }) => {
        const found = await readPlayer(board, { ...path, ...query });
        return found ? ok(found) : refusal(404, 'No such player on the board');
      },
    }),
  ];
}

/** The page as game clients read it: these two fields in this order, in a bare array. */
async function readPage(board: ReadBoard, query: z.infer<typeof rankingQuery>) {
  const lines = await board.page(query);
  return lines.map(({ Player, Score }) => ({ Player, Score }));
}

/**
 * The player's line, and with `around` as `Around` the lines about it. The player's own is among them: where equal
 * scores share a rank, only its place in the list shows who is before and who behind.
 */
async function readPlayer(
  board: ReadBoard,
  { player, around }: { player: string; around?: number | undefined },
) {
  const found = await board.find(player, around ?? 0);
  if (!found) return undefined;
  return around === undefined ? found.line : { ...found.line, Around: found.around };
}
