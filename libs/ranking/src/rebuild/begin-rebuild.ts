import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { boardKeys, keyList, rebuildKeys } from '../board/board-keys.ts';
import { RebuildLostError, RebuildUnderWayError } from '../errors.ts';
import { abandonRebuild } from '../lua/abandon-rebuild.lua.ts';
import { beginRebuildScript } from '../lua/begin-rebuild.lua.ts';
import { carryRemovals } from '../lua/carry-removals.lua.ts';
import { fillRebuild } from '../lua/fill-rebuild.lua.ts';
import { swapBoards } from '../lua/swap-boards.lua.ts';
import { sinceText } from '../board/order-member.ts';
import type { RatedPlayer } from '../tables/rated-player.ts';
import type { ScriptClient } from '../store/script-client.ts';
import { redisScript, runScript } from '../store/redis-script.ts';

/** Most players of one `add`: Redis serves no other client while it takes them, some 5 ms. */
export const MAX_FILL = 1_000;
/** How long a rebuild may be silent before it counts as crashed. */
const LEASE_MS = 60_000;

/**
 * A second board that is filled from the player table beside the one served, and then put in its place. Each method is
 * an atomic step that a client may send again; it rejects with `RebuildLostError` when Redis does not hold all earlier
 * steps any more, and with `UnavailableError` within 2 s.
 *
 * A scanned item has no sequence number. Which state of its player is on the new board all the same:
 * - A change that the board served applies after `beginRebuild` is applied to both in one step, and `add` leaves a
 *   player alone who is there already. What is written after the item was read comes that way, or after the swap:
 *   nothing written meanwhile is lost.
 * - What the board served had applied before is no newer than the item, since the read is strongly consistent and began
 *   later. The player keeps that sequence number, and removals keep theirs: repeats, and what is older, change nothing.
 * - A record still in the stream may be older than the item and newer than that sequence number. Made before `from`, it
 *   is in the item, and neither the new board nor, after the swap, the one served takes it. Made later, it is taken and
 *   its successors, up to the item's own record, follow: the stream has them behind it, and no reader skips them.
 */
export type BoardRebuild = {
  /** Players on the board that is to be replaced. */
  replaces: number;
  /** Puts up to `MAX_FILL` scanned players on the new board; answers how many the stream had not put there. */
  add(players: readonly RatedPlayer[]): Promise<number>;
  /** Carries removals over and swaps the boards; answers how many players are on the board. */
  finish(): Promise<number>;
  /** Removes the new board; the one served stays. */
  abandon(): Promise<void>;
};

type Begin = { client: ScriptClient; name: string; from?: number | undefined };

/**
 * Begins to rebuild the board called `name`; what is added to it must be read from now on. `from`: a time before now by
 * the clock that dates the stream's records; without it only sequence numbers hold old records off. Rejects with
 * `RebuildUnderWayError` while there is another rebuild, and for a minute after one that crashed.
 */
export async function beginRebuild(options: Begin): Promise<BoardRebuild> {
  const { carry, swap, ...rebuild } = await beginRebuildSteps(options);
  return {
    ...rebuild,
    async finish() {
      await carry();
      return swap();
    },
  };
}

/** A rebuild whose end is two steps, so that several can be swapped in side by side. */
type RebuildSteps = Omit<BoardRebuild, 'finish'> & {
  /** Carries removals over, after the last `add`. */
  carry(): Promise<void>;
  /** Swaps the boards; answers how many players are on the board. */
  swap(): Promise<number>;
};

const count = z.number();
const cursorOrLost = z.union([z.string(), count]);

/** Begins a rebuild as `beginRebuild` does. */
export async function beginRebuildSteps(options: Begin): Promise<RebuildSteps> {
  const { client, name, from } = options;
  const served = boardKeys(name);
  const { next, rebuild, rebuilt } = rebuildKeys(name);
  const filled = [...keyList(next), rebuild];
  const id = randomUUID();
  let step = 0;
  const begun = await runScript(client, beginScript, [...filled, served.scores], [id, LEASE_MS, from ?? '']);
  const replaces = count.parse(begun);
  if (replaces < 0) throw new RebuildUnderWayError();
  const takeStep = (script: typeof fillScript, keys: string[], args: readonly (string | number)[]) =>
    runScript(client, script, [...filled, ...keys], [id, (step += 1), LEASE_MS, ...args]);
  return {
    replaces,
    add: async (players) => {
      const args = players.flatMap((each) => [each.player, sinceText(each.since), String(each.score)]);
      return held(count.parse(await takeStep(fillScript, [served.seen], args)));
    },
    async carry() {
      let cursor: string | number = '0';
      do {
        const answer = await takeStep(carryScript, [served.seen, served.removed], [cursor]);
        cursor = held(cursorOrLost.parse(answer));
      } while (cursor !== '0');
    },
    async swap() {
      const keys = [...keyList(served), ...filled, rebuilt];
      return held(count.parse(await runScript(client, swapScript, keys, [id, step])));
    },
    abandon: async () => void (await runScript(client, abandonScript, filled, [id])),
  };
}

const beginScript = redisScript(beginRebuildScript);
const fillScript = redisScript(fillRebuild);
const carryScript = redisScript(carryRemovals);
const swapScript = redisScript(swapBoards);
const abandonScript = redisScript(abandonRebuild);

function held<Answer>(answer: Answer): Answer {
  if (answer === -1) throw new RebuildLostError();
  return answer;
}
