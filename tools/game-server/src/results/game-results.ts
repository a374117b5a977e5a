import { hash } from 'node:crypto';
import type { Stone } from '@hanok/gomoku';
import { eloChange, type GameResult } from '@hanok/scoring';

/** A player at the board, with the score that it had when it asked for the match. */
type Player = { playerId: string; score: number };
export type Players = Readonly<Record<Stone, Player>>;

const MAX_RESULT_ID_BYTES = 1_024;
const OTHER = { black: 'white', white: 'black' } as const;

/**
 * What each player's result adds to its entry; `winner` is `undefined` for a draw. The scores change by Elo, so that one
 * player gets exactly what the other one pays: the rule of the first game server adds 50 points to the sum of all scores
 * with each game between equals.
 */
export function gameResults(
  gameSessionId: string,
  players: Players,
  winner: Stone | undefined,
): Record<Stone, GameResult> {
  const resultOf = (stone: Stone): GameResult => {
    const { playerId, score: own } = players[stone];
    const outcome = winner === undefined ? 'draw' : winner === stone ? 'win' : 'loss';
    return {
      PlayerName: playerId,
      WinDiff: outcome === 'win' ? 1 : 0,
      LoseDiff: outcome === 'loss' ? 1 : 0,
      ScoreDiff: eloChange({ own, opponent: players[OTHER[stone]].score, outcome }),
      ResultId: resultId(gameSessionId, playerId),
    };
  };
  return { black: resultOf('black'), white: resultOf('white') };
}

/** Session and player; a name that is too long for an id stands as its SHA-256. */
function resultId(gameSessionId: string, playerId: string): string {
  const id = `${gameSessionId}/${playerId}`;
  if (Buffer.byteLength(id) <= MAX_RESULT_ID_BYTES) return id;
  return `${gameSessionId}/sha256:${hash('sha256', playerId, 'hex')}`;
}
