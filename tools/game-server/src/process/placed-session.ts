import { hash } from 'node:crypto';
import { jsonString, type ParsedInput, parseInput } from '@hanok/events';
import { gameResult, START_SCORE } from '@hanok/scoring';
import * as z from 'zod';
import type { Players } from '../results/game-results.ts';

const player = z.strictObject({
  playerId: gameResult.shape.PlayerName,
  playerSessionId: z.string().min(1).max(256),
});

/** `score` of the matchmaker's data is a number, whatever else stands there. */
const attributes = z.looseObject({
  score: z.looseObject({ valueAttribute: z.number() }).optional(),
});
const matchmakerData = z.looseObject({
  teams: z.array(
    z.looseObject({
      players: z.array(z.looseObject({ playerId: z.string(), attributes: attributes.optional() })),
    }),
  ),
});
const withData = z.object({ matchmakerData: jsonString(matchmakerData) });

/** A game session as GameLift places it: who may play, by which player session. */
export const placedSession = z.strictObject({
  gameSessionId: z.string().min(1).max(512),
  matchmakerData: z.string(),
  players: z
    .array(player)
    .length(2)
    .refine(([one, other]) => !one || one.playerId !== other?.playerId, 'the same player twice')
    .refine(
      ([one, other]) => !one || one.playerSessionId !== other?.playerSessionId,
      'the same player session twice',
    ),
});
export type PlacedSession = z.infer<typeof placedSession>;

/** How placing ended: `full` when there is no room now. */
export type Placement = 'placed' | 'full';

/** Who plays which stone, with which score; or what is wrong with the session. */
export function seatPlayers(session: PlacedSession): ParsedInput<Players> {
  const parsed = parseInput(withData, session);
  if (!parsed.ok) return parsed;
  const known = parsed.value.matchmakerData.teams.flatMap(({ players }) => players);
  const scoreOf = (playerId: string) =>
    known.find((each) => each.playerId === playerId)?.attributes?.score?.valueAttribute ?? START_SCORE;
  const [first, second] = session.players.map(({ playerId }) => ({ playerId, score: scoreOf(playerId) }));
  if (!first || !second) return { ok: false, reason: 'players: expected two' };
  const isFirstBlack = isEven(session.gameSessionId);
  return {
    ok: true,
    value: isFirstBlack ? { black: first, white: second } : { black: second, white: first },
  };
}

/** A coin that falls the same way each time the session is placed: the players take colours by it. */
function isEven(gameSessionId: string): boolean {
  return Number.parseInt(hash('sha256', gameSessionId, 'hex').slice(-1), 16) % 2 === 0;
}
