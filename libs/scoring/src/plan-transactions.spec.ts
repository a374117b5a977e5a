import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IdentifiedResult } from './identified-result.ts';
import { planTransactions } from './plan-transactions.ts';
import { sumByPlayer } from './player-change.ts';

const resultsOf = fc.array(fc.nat(8), { maxLength: 400 }).map((players) =>
  players.map((player, index): IdentifiedResult => ({
    receiptId: `r${index}`,
    fingerprint: `f${index}`,
    result: { PlayerName: `p${player}`, WinDiff: 1, LoseDiff: 0, ScoreDiff: index },
    messageIds: [`m${index}`],
  })),
);

const idsOf = (results: readonly IdentifiedResult[]) => results.map(({ receiptId }) => receiptId).toSorted();

describe('planTransactions', () => {
  it('puts every result into one transaction of at most the given items, and no player into two lanes', () => {
    fc.assert(
      fc.property(resultsOf, fc.integer({ min: 2, max: 100 }), (results, maxItems) => {
        const lanes = planTransactions(results, maxItems);
        const changes = lanes.flat(2);
        const planned = changes.flatMap((change) => change.results);
        expect(idsOf(planned)).toEqual(idsOf(results));
        for (const batch of lanes.flat())
          expect(batch.flatMap((change) => change.results).length + batch.length).toBeLessThanOrEqual(
            maxItems,
          );
        for (const change of changes) expect([change]).toEqual(sumByPlayer(change.results));
        const players = lanes.flatMap((lane) => [
          ...new Set(lane.flat().map(({ playerName }) => playerName)),
        ]);
        expect(new Set(players).size).toBe(players.length);
      }),
    );
  });
});
