import type { BoardChange } from './board-change.ts';
import type { RankedPlayer } from './ranked-player.ts';

/** The whole board after the changes, the slow and obvious way. */
export function modelBoard(changes: readonly BoardChange[]): RankedPlayer[] {
  const rated = [...new Set(changes.map(({ player }) => player))].flatMap((player) => {
    const own = changes.filter((change) => change.player === player);
    const newest = own.reduce((a, b) => (BigInt(b.sequenceNumber) > BigInt(a.sequenceNumber) ? b : a));
    return newest.rating ? [{ player, ...newest.rating }] : [];
  });
  rated.sort(
    (a, b) =>
      b.score - a.score || a.since - b.since || Buffer.compare(Buffer.from(a.player), Buffer.from(b.player)),
  );
  return rated.map(({ player, score }) => ({
    Player: player,
    Score: score === 0 ? 0 : score,
    Rank: 1 + rated.filter((other) => other.score > score).length,
  }));
}
