import { type BoardRebuild, MAX_FILL } from './begin-rebuild.ts';
import type { PlayerScan } from '../tables/rated-player.ts';

/** Far more than the clocks within DynamoDB differ. */
const CLOCK_MARGIN_MS = 60_000;

type RebuildProgress = {
  /** Players read so far. */
  read: number;
  /** Players on the board that is being replaced. */
  replaces: number;
};

/** A finished rebuild: players on the board, and players left out because their score is none. */
export type RebuildOutcome = { players: number; unreadable: number };

type Rebuilding = {
  /** Begins to rebuild the board; `from` is a time before the first read, by DynamoDB's clock. */
  begin: (from: number | undefined) => Promise<BoardRebuild>;
  players: Pick<PlayerScan, 'serverTime' | 'pages'>;
  signal: AbortSignal;
  onProgress?: (progress: RebuildProgress) => void;
};

/**
 * Makes the board anew from the player table and swaps it in, while updates and readers go on. Memory does not grow
 * with the table. Rejects when the signal aborts, when table or Redis fail, and with `RebuildUnderWayError` or
 * `RebuildLostError`; the board served is then as it was.
 */
export async function rebuildRanking(options: Rebuilding): Promise<RebuildOutcome> {
  const now = await options.players.serverTime(options.signal);
  const rebuild = await options.begin(now === undefined ? undefined : now - CLOCK_MARGIN_MS);
  const leaving = new AbortController();
  const signal = AbortSignal.any([options.signal, leaving.signal]);
  try {
    const unreadable = await fill(rebuild, { ...options, signal });
    return { players: await rebuild.finish(), unreadable };
  } catch (error) {
    // Should Redis be out of reach, the unfinished board goes by itself.
    await rebuild.abandon().catch(() => undefined);
    throw error;
  } finally {
    leaving.abort();
  }
}

/** Puts every player on the new board; answers how many could not be. */
async function fill(
  rebuild: BoardRebuild,
  { players, signal, onProgress }: Omit<Rebuilding, 'begin'>,
): Promise<number> {
  let [read, unreadable] = [0, 0];
  for await (const page of players.pages(signal)) {
    for (let i = 0; i < page.rated.length; i += MAX_FILL) {
      signal.throwIfAborted();
      await rebuild.add(page.rated.slice(i, i + MAX_FILL));
    }
    read += page.rated.length;
    unreadable += page.unreadable.length;
    onProgress?.({ read, replaces: rebuild.replaces });
  }
  signal.throwIfAborted();
  return unreadable;
}
