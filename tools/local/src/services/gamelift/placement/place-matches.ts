import type { Clock } from '../../../clock.ts';
import { nameInArn } from '../game-resources.ts';
import type { GameSession } from '../stored-rows.ts';
import type { Matchmaking, WaitingMatch } from '../matchmaking.ts';
import type { GameServers } from './game-servers.ts';
import { newGameOf } from './new-game.ts';

const RETRY_MS = 1_000;
const DEFAULT_TIMEOUT_SECONDS = 600;

/** Brings matches to game servers, each until it is placed, or the time of its queue is over. */
export function createPlacements(options: {
  matchmaking: Matchmaking;
  servers: GameServers;
  clock: Clock;
  onNotice(text: string): void;
  signal: AbortSignal;
}) {
  const { matchmaking, servers, clock, onNotice, signal } = options;
  const running = new Map<string, Promise<void>>();
  /** Those that wait on the clock for room. */
  const resting = new Set<string>();

  async function untilPlaced(waiting: WaitingMatch): Promise<GameSession | 'failed' | undefined> {
    const { configuration, matchId } = waiting;
    const queue = matchmaking.resources.queues.get(nameInArn(configuration.queueArns[0] ?? ''));
    const until = clock.now() + (queue?.timeoutInSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000;
    const game = newGameOf(waiting);
    const overtime = new AbortController();
    const timeout = clock.sleep(until - clock.now(), AbortSignal.any([signal, overtime.signal]));
    const tooLate = timeout.then(
      () => undefined,
      () => undefined,
    );
    const limit = AbortSignal.any([signal, overtime.signal]);
    try {
      while (clock.now() < until && !signal.aborted && matchmaking.waits(waiting)) {
        const placed = await Promise.race([servers.place(game, limit), tooLate]);
        if (placed !== undefined) return placed;
        resting.add(matchId);
        await Promise.race([clock.sleep(RETRY_MS, limit), tooLate]);
        resting.delete(matchId);
      }
      return undefined;
    } catch (error) {
      if (!signal.aborted && matchmaking.waits(waiting))
        onNotice(`gamelift: match ${matchId} is not placed: ${String(error)}`);
      return 'failed';
    } finally {
      resting.delete(matchId);
      overtime.abort();
    }
  }

  async function place(waiting: WaitingMatch): Promise<void> {
    const outcome = await untilPlaced(waiting);
    // A match that is on its way when the stack stops is placed by the next run.
    if (!signal.aborted) matchmaking.placed(waiting, outcome);
    running.delete(waiting.matchId);
  }

  return {
    /** Begins with the matches that wait for a place. */
    begin: () => {
      for (const waiting of matchmaking.toPlace())
        if (!running.has(waiting.matchId)) running.set(waiting.matchId, place(waiting));
    },
    /** Matches that are brought to a server now, or at the next round; those that wait for room are not. */
    underWay: () => matchmaking.toPlace().filter(({ matchId }) => !resting.has(matchId)).length,
    stopped: () => Promise.all(running.values()),
  };
}
