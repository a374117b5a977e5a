import * as z from 'zod/mini';
import { boardKeys } from '../board/board-keys.ts';
import { aroundAnswer, aroundScript, pageAnswer, pageScript } from '../board/redis-board.ts';
import { readBeside } from '../lua/read-beside.lua.ts';
import { readSamples } from '../lua/read-samples.lua.ts';
import { redisScript, runScript } from '../store/redis-script.ts';
import type { ScriptClient } from '../store/script-client.ts';
import { type ListedLine, listedLines } from './listed-line.ts';
import type { Sampled } from './split-listing.ts';

/** A player's own line, how many stand before it in the shard, and the lines around it, its own among them. */
type Own = { line: ListedLine; before: number; higher: number | undefined; lines: ListedLine[] };

/** Lines on both sides of a place in a shard, how many stand before it, and how many of those have a higher score. */
type Beside = { higher: number; before: number; lines: ListedLine[] };

/** The listing of one shard. Each method is one step in Redis and rejects with `UnavailableError` within 2 s. */
export type BoardShard = {
  /** At most `count` lines from `from` on. */
  lines(from: number, count: number): Promise<ListedLine[]>;
  samples(window: { from: number; to: number; samples: number }): Promise<Sampled>;
  /** How many players have a higher score. */
  higher(than: ListedLine): Promise<number>;
  /** `higher` is undefined where some of the lines have another score. */
  own(player: string, around: number): Promise<Own | undefined>;
  beside(line: ListedLine, around: number): Promise<Beside>;
};

export function boardShard({ client, name }: { client: ScriptClient; name: string }): BoardShard {
  const { order, seen } = boardKeys(name);
  return {
    async lines(from, count) {
      const answer = await runScript(client, pageScript, [order], [from, from + count - 1]);
      return listedLines(pageAnswer.parse(answer)[1]);
    },
    async samples({ from, to, samples }) {
      const [size, flat] = pageAnswer.parse(
        await runScript(client, samplesScript, [order], [from, to, samples]),
      );
      return { size, lines: listedLines(flat) };
    },
    higher: async ({ negated }) =>
      z.number().parse(await runScript(client, higherScript, [order], [`(${negated}`])),
    async own(player, around) {
      const answer = aroundAnswer.parse(
        await runScript(client, aroundScript, [order, seen], [player, around]),
      );
      if (!answer) return undefined;
      const [before, from, ahead, flat] = answer;
      const lines = listedLines(flat);
      const line = lines[before - from];
      return line && { line, before, higher: lines[0]?.negated === line.negated ? ahead : undefined, lines };
    },
    async beside({ negated, member }, around) {
      const answer = await runScript(client, besideScript, [order], [String(negated), member, around]);
      const [higher, before, flat] = besideAnswer.parse(answer);
      return { higher, before, lines: listedLines(flat) };
    },
  };
}

const samplesScript = redisScript(readSamples);
const besideScript = redisScript(readBeside);
const higherScript = redisScript(`return redis.call('ZCOUNT', KEYS[1], '-inf', ARGV[1])`);
const besideAnswer = z.tuple([z.number(), z.number(), z.array(z.string())]);
