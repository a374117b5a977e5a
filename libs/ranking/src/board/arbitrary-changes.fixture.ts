import * as fc from 'fast-check';
import type { BoardChange } from './board-change.ts';

const score = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -2, max: 3 }) },
  fc.double({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER, noNaN: true }),
);
const rating = fc.record({ score, since: fc.nat(3) });
const player = fc.constantFrom('SomeName', '가나다', '😀', ' ', '{a}', '\n', 'Z', 'a', '0', 'é', 'e\u0301');

/** What happened to some players, in order; ties, removals and returns are common. */
export const histories = fc
  .tuple(
    fc.bigInt({ min: 0n, max: 10n ** 39n }),
    fc.array(fc.record({ player, rating: fc.option(rating, { nil: undefined, freq: 4 }) }), {
      minLength: 1,
      maxLength: 25,
    }),
  )
  .map(([start, events]): BoardChange[] =>
    events.map((event, index) => ({ ...event, sequenceNumber: String(start + BigInt(index * 7)) })),
  );

/** A history and a delivery of it: every record three times, in any order, in batches. */
export const deliveries = histories.chain((history) => {
  const thrice = [...history, ...history, ...history];
  return fc.record({
    history: fc.constant(history),
    batches: fc
      .tuple(fc.shuffledSubarray(thrice, { minLength: thrice.length }), fc.integer({ min: 1, max: 9 }))
      .map(([records, size]) => inBatches(records, size)),
  });
});

function inBatches(records: readonly BoardChange[], size: number): BoardChange[][] {
  const count = Math.ceil(records.length / size);
  return Array.from({ length: count }, (_, index) => records.slice(index * size, (index + 1) * size));
}
