import * as z from 'zod/mini';
import { boardKeys, keyList } from '../board/board-keys.ts';
import { sinceText } from '../board/order-member.ts';
import { repairPlayers } from '../lua/repair-players.lua.ts';
import type { ScriptClient } from '../store/script-client.ts';
import { redisScript, runScript } from '../store/redis-script.ts';
import type { Finding } from './find-differences.ts';

/**
 * Puts up to 1,000 players where the table has them, in one step; answers how many. A player whom the stream has moved
 * since the finding stays as the stream left him. Rejects with `UnavailableError` within 2 s; the step may be repeated.
 */
export type BoardRepair = (findings: readonly Finding[]) => Promise<number>;

/** Repairs of the board called `name`. */
export function createBoardRepair(options: {
  client: ScriptClient;
  name: string;
  now?: () => Date;
}): BoardRepair {
  const { client, name, now = () => new Date() } = options;
  const keys = keyList(boardKeys(name));
  return async (findings) => {
    if (findings.length === 0) return 0;
    const args = [now().getTime(), ...findings.flatMap(repairArguments)];
    return z.number().parse(await runScript(client, repairScript, keys, args));
  };
}

const repairScript = redisScript(repairPlayers);

function repairArguments({ difference, table, board }: Finding): string[] {
  const { player } = difference;
  if (table === undefined || table === 'unreadable') return [player, board.state, '', ''];
  return [player, board.state, sinceText(table.since), String(table.score)];
}
