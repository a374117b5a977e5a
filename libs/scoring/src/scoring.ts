import { parseInput } from '@hanok/events';
import { type Observation, observe } from '@hanok/lambda';
import { gameResult } from './game-result.ts';
import { recordGameResults } from './record-game-results.ts';
import type { Player } from './tables/player.ts';
import type { PlayerTable } from './tables/player-table.ts';

/** A result from any source. `id` names this delivery, such as `topic/partition/offset`: the same id counts once. */
export type GivenResult = {
  id: string;
  /** Checked by the schema `gameResult`. With a `ResultId`, that is what counts once, whatever the deliveries are called. */
  result: unknown;
  /** When it was sent: milliseconds since the epoch. */
  sentAt?: number;
};

/** A result that is not counted. What is wrong with a bad one is said by `error`; any other may be recorded again. */
export type ResultFailure = { id: string; error: Error };

/** Game results without Lambda: for a server, a worker, or a reader of another queue. */
export type Scoring = {
  /**
   * Counts each result exactly once, however often it is given, and answers those that are not counted. To give all of
   * them again is safe at any time, also after a crash in the middle. `RangeError` names the field of a bad result.
   */
  recordResults(results: readonly GivenResult[], signal?: AbortSignal): Promise<readonly ResultFailure[]>;
  /** The player's totals, results recorded before included; undefined for a name without a result. */
  find(player: string, signal?: AbortSignal): Promise<Player | undefined>;
};

/** Scoring on these tables. Nothing is logged or counted unless `log` and `metrics` are given. */
export function createScoring(
  options: Partial<Observation> & {
    players: PlayerTable;
    now?: () => Date;
    random?: () => number;
  },
): Scoring {
  const record = recordGameResults({ ...observe('scoring', () => undefined), ...options });
  return {
    recordResults: async (results, signal = new AbortController().signal) => {
      const bad: ResultFailure[] = [];
      const messages = results.flatMap(({ id: messageId, result, sentAt }) => {
        const parsed = parseInput(gameResult, result, 'result');
        if (parsed.ok) return { messageId, sentAt, receiveCount: 1, body: parsed.value };
        bad.push({ id: messageId, error: new RangeError(parsed.reason) });
        return [];
      });
      const failures = await record(messages, signal);
      return [...bad, ...failures.map(({ messageId: id, error }) => ({ id, error }))];
    },
    find: (player, signal = new AbortController().signal) => options.players.find(player, signal),
  };
}
