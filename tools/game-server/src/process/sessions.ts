import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { parseInput } from '@hanok/events';
import type { Stone } from '@hanok/gomoku';
import { gameResult } from '@hanok/scoring';
import { GameServerError } from '../errors.ts';
import { gameResults } from '../results/game-results.ts';
import type { ResultOutbox } from '../results/result-outbox.ts';
import { createGameSession, type GameSession, type SessionTimeouts } from './game-session.ts';
import { type PlacedSession, type Placement, placedSession, seatPlayers } from './placed-session.ts';

/** A player's place in a session that runs. */
export type Place = { session: GameSession; stone: Stone };
export type Sessions = ReturnType<typeof createSessions>;

/** The sessions that run. `onResults` is told when there are results in the outbox. */
export function createSessions(options: {
  timeouts: SessionTimeouts;
  maxSessions: number;
  outbox: ResultOutbox;
  onResults(): void;
}) {
  const { timeouts, maxSessions, outbox, onResults } = options;
  const running = new Map<string, { placed: PlacedSession; session: GameSession }>();
  /** Who may still join, by the digest of its player session id: the time of a look tells nothing of the ids. */
  const awaited = new Map<string, Place>();

  function open(placed: PlacedSession): void {
    const { gameSessionId } = placed;
    const players = seatPlayers(placed);
    if (!players.ok) throw new GameServerError(players.reason);
    checkResults(gameResults(gameSessionId, players.value, 'black'));
    const digests = placed.players.map(({ playerSessionId }) => digestOf(playerSessionId));
    if (digests.some((digest) => awaited.has(digest)))
      throw new GameServerError('players: a player session of another game session');
    const session = createGameSession({
      ...{ gameSessionId, players: players.value, timeouts },
      onEnd: (ending) => {
        running.delete(gameSessionId);
        for (const digest of digests) awaited.delete(digest);
        if (!ending) return undefined;
        const { black, white } = gameResults(gameSessionId, players.value, ending.winner);
        outbox.add(gameSessionId, [black, white]);
        onResults();
        return { black: black.ScoreDiff, white: white.ScoreDiff };
      },
    });
    running.set(gameSessionId, { placed, session });
    placed.players.forEach(({ playerId }, index) => {
      const stone = playerId === players.value.black.playerId ? 'black' : 'white';
      awaited.set(digests[index] ?? '', { session, stone });
    });
  }

  return {
    /** Waits for the players of a session. The same session again is the one that runs. Throws `GameServerError`. */
    place: (given: unknown): Placement => {
      const placed = parseInput(placedSession, given);
      if (!placed.ok) throw new GameServerError(placed.reason);
      const { gameSessionId } = placed.value;
      const known = running.get(gameSessionId);
      if (known && !isDeepStrictEqual(known.placed, placed.value))
        throw new GameServerError('gameSessionId: another session has it');
      if (known) return 'placed';
      if (outbox.has(gameSessionId)) throw new GameServerError('gameSessionId: the session has ended');
      if (running.size >= maxSessions) return 'full';
      open(placed.value);
      return 'placed';
    },
    /** The place of a player session, which is taken by this; undefined for one that is unknown or was taken. */
    take: (playerSessionId: string): Place | undefined => {
      const digest = digestOf(playerSessionId);
      const place = awaited.get(digest);
      awaited.delete(digest);
      return place;
    },
    stop: (): void => {
      for (const { session } of running.values()) session.stop();
      running.clear();
      awaited.clear();
    },
  };
}

const digestOf = (secret: string) => hash('sha256', secret, 'hex');

/** Results that the functions behind the queue would refuse are refused before the game. */
function checkResults(results: object): void {
  for (const result of Object.values(results)) {
    const checked = parseInput(gameResult, result);
    if (!checked.ok) throw new GameServerError(checked.reason);
  }
}
