import { randomUUID } from 'node:crypto';
import type { startProcessReaper } from '@hanok/local';
import { requireEqual } from '../harness/wrong-outcome.ts';
import type { PlayerTables } from '../scoring/player-tables.ts';
import { resultBatch } from '../scoring/result-batch.ts';
import { answerCold } from './answer-cold.ts';
import type { HandlerCode } from './handler-code.ts';

const NAME = 'game-sqs-process';
const environment = { PLAYER_TABLE: 'GomokuPlayerInfo', RECEIPT_TABLE: 'GomokuResultReceipts' };

/** Milliseconds of a cold answer to one game result; `writes`: the handler stores it, which is checked. */
export async function answerResult(options: {
  code: HandlerCode;
  tables: PlayerTables;
  reaper: ReturnType<typeof startProcessReaper>;
  writes: boolean;
}): Promise<number> {
  const { code, tables, reaper, writes } = options;
  const PlayerName = `cold-${randomUUID()}`;
  const payload = JSON.stringify(resultBatch([{ PlayerName, WinDiff: 1, LoseDiff: 0, ScoreDiff: 100 }]));
  const { endpoint } = tables;
  const start = { taskRoot: code.taskRoot, name: NAME, environment, endpoint, reaper };
  const { ms, answer } = await answerCold(start, payload);
  requireEqual('The answer', answer, '{"batchItemFailures":[]}');
  const score = (await tables.players()).get(PlayerName)?.score;
  requireEqual('The stored score', score, writes ? 1100 : undefined);
  return ms;
}
