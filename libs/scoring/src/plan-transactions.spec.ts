import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IdentifiedResult } from './identified-result.ts';
import { planTransactions } from './plan-transactions.ts';
import { sumByPlayer } from './player-change.ts';

const resultsOf = fc.array(fc.nat(8), { maxLength: 400 }).map((players) =>
  players.map((player, index): IdentifiedResult => ({
    receiptId: `r${index}`,
    result: { PlayerName: `p${player}`, WinDiff: 1, LoseDiff: 0, ScoreDiff: index },
    messageIds: [`m${index}`],
  })),
);

describe('planTransactions', () => {
  it('puts every result into one transaction of at most the given items, and no player into two lanes', () => {
    fc.assert(
      fc.property(resultsOf, fc.integer({ min: 2, max: 100 }), (results, maxItems) => {
        const lanes = planTransactions(results, maxItems);
        const ids = lanes.flat(2).map(({ receiptId }) => receiptId);
        expect(ids.toSorted()).toEqual(results.map(({ receiptId }) => receiptId).toSorted());
        for (const pack of lanes.flat())
          expect(pack.length + sumByPlayer(pack).length).toBeLessThanOrEqual(maxItems);
        const players = lanes.flatMap((lane) => [
          ...new Set(lane.flat().map(({ result }) => result.PlayerName)),
        ]);
        expect(new Set(players).size).toBe(players.length);
      }),
    );
  });
});
