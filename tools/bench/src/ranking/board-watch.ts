import { setTimeout as delay } from 'node:timers/promises';
import type { RankingBoard, ScoreReader } from '@hanok/ranking';
import { WrongOutcomeError } from '../harness/wrong-outcome.ts';

/** Lines of one page. */
const PAGE = 100;
/** Between two pages, so that the reader is a reader and not a contender for the machine. */
const PAUSE_MS = 10;

/** What a reader saw of a board that was swapped for another one of as many players. */
export type Watched = { pagesBefore: number; pagesAfter: number; pageMs: readonly number[] };

type Watching = {
  board: Pick<RankingBoard, 'page'>;
  sizes: ScoreReader['sizes'];
  players: number;
  random: () => number;
  /** What every score of the second board, and none of the first, has left over when it is halved: 0 or 1. */
  parity: number;
};

/**
 * Reads a page somewhere on the board, again and again, and once more when it is `over`. Throws `WrongOutcomeError` for a page that is not
 * whole, that is of both boards, or of the first one after one of the second; and for a board of another size.
 */
export async function watchBoard(watching: Watching, over: AbortSignal): Promise<Watched> {
  const { board, players, random, parity } = watching;
  const seen = { pagesBefore: 0, pagesAfter: 0, pageMs: new Array<number>() };
  for (let last = false; !last;) {
    last = over.aborted;
    const offset = Math.floor(random() * (players - PAGE));
    const begun = performance.now();
    const lines = await board.page({ offset, limit: PAGE });
    seen.pageMs.push(performance.now() - begun);
    require(lines.length === PAGE, `a page of ${lines.length} lines`);
    const after = lines.filter(({ Score }) => Score % 2 === parity).length;
    require(after === 0 || after === PAGE, 'a page of both boards');
    require(after === PAGE || seen.pagesAfter === 0, 'the board of before once more');
    if (after === 0) seen.pagesBefore += 1;
    else seen.pagesAfter += 1;
    const { scored, listed } = await watching.sizes();
    require(scored === players && listed === players, `a board of ${Math.min(scored, listed)} players`);
    await delay(PAUSE_MS);
  }
  return seen;
}

function require(holds: boolean, otherwise: string): void {
  if (!holds) throw new WrongOutcomeError(`A reader saw ${otherwise}.`);
}
