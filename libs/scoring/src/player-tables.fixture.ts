import { startTables } from '@hanok/testing';
import { PLAYER_TABLE, RESULT_RECEIPT_TABLE } from './index.ts';

/** A real DynamoDB-compatible server with the two tables, and readers of what stands in them. */
export async function startPlayerTables() {
  const db = await startTables([PLAYER_TABLE, RESULT_RECEIPT_TABLE]);
  return {
    ...db,
    tables: { players: db.nameOf(PLAYER_TABLE), receipts: db.nameOf(RESULT_RECEIPT_TABLE) },
    player: async (name: string) => {
      const item = await db.find(PLAYER_TABLE, { PlayerName: { S: name } });
      return item && { Score: item.Score?.N, Win: item.Win?.N, Lose: item.Lose?.N };
    },
    /** The totals of every player by name. */
    totals: async () =>
      new Map(
        (await db.items(PLAYER_TABLE)).map(({ PlayerName, Score, Win, Lose }) => [
          PlayerName?.S ?? '',
          { Score: Number(Score?.N), Win: Number(Win?.N), Lose: Number(Lose?.N) },
        ]),
      ),
    receipts: () => db.items(RESULT_RECEIPT_TABLE),
  };
}
