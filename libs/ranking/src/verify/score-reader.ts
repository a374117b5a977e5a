import * as z from 'zod/mini';
import { boardKeys } from '../board/board-keys.ts';
import { readScores } from '../lua/read-scores.lua.ts';
import { scanSet } from '../lua/scan-set.lua.ts';
import { playerOf, sinceOf } from '../board/order-member.ts';
import type { ScriptClient } from '../store/script-client.ts';
import { redisScript, runScript } from '../store/redis-script.ts';

/** A player's scores as the two sorted sets of a board have them; undefined where the player is not in one. */
export type BoardScores = {
  scored: number | undefined;
  listed: number | undefined;
  /** The time by which the player is listed among equals, in milliseconds; undefined for one who is not listed. */
  since: number | undefined;
  /** Another text after every change that the stream brings; empty for a player it never brought. */
  state: string;
};

/** A board as it is held against the player table. Every read rejects with `UnavailableError` within 2 s. */
export type ScoreReader = {
  /** The scores of up to 1,000 players, in their order. */
  scoresOf(players: readonly string[]): Promise<BoardScores[]>;
  /** How many players the two sorted sets have. */
  sizes(): Promise<{ scored: number; listed: number }>;
  /** Every player on the board, in whichever set, some hundreds at a time; a few may come twice. */
  players(): AsyncIterable<string[]>;
};

/** Reads the board called `name` as it is held against the player table. */
export function createScoreReader(options: { client: ScriptClient; name: string }): ScoreReader {
  const { client, name } = options;
  const { scores, order, seen } = boardKeys(name);
  const scoresOf = async (players: readonly string[]) => {
    if (players.length === 0) return [];
    const answer = await runScript(client, scoresScript, [scores, order, seen], players);
    return boardScores(z.array(z.string()).parse(answer));
  };
  return {
    scoresOf,
    async sizes() {
      const [scored, listed] = sizesAnswer.parse(await runScript(client, sizesScript, [scores, order], []));
      return { scored, listed };
    },
    async *players() {
      yield* members(client, scores);
      for await (const lines of members(client, order)) {
        const names = lines.map(playerOf);
        const found = await scoresOf(names);
        yield names.filter((_, index) => found[index]?.scored === undefined);
      }
    },
  };
}

async function* members(client: ScriptClient, key: string): AsyncGenerator<string[]> {
  let cursor = '0';
  do {
    const [next, found] = scanAnswer.parse(await runScript(client, scanScript, [key], [cursor]));
    cursor = next;
    yield found;
  } while (cursor !== '0');
}

const scoresScript = redisScript(readScores);
const scanScript = redisScript(scanSet);
const sizesScript = redisScript(`return { redis.call('ZCARD', KEYS[1]), redis.call('ZCARD', KEYS[2]) }`);
const sizesAnswer = z.tuple([z.number(), z.number()]);
const scanAnswer = z.tuple([z.string(), z.array(z.string())]);

function boardScores(answer: readonly string[]): BoardScores[] {
  return Array.from({ length: answer.length / 3 }, (_, index) => {
    const [scored, negated, state = ''] = answer.slice(3 * index, 3 * index + 3);
    const listed = numberOf(negated);
    return {
      scored: numberOf(scored),
      listed: listed === undefined ? undefined : 0 - listed,
      since: numberOf(sinceOf(state)),
      state,
    };
  });
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined || text === '' ? undefined : Number(text);
}
