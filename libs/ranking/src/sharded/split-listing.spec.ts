import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { compareBytes, compareLines, type ListedLine } from './listed-line.ts';
import { splitListing } from './split-listing.ts';

/** Many ties, and shards of very different sizes, empty ones too. */
const listings = fc
  .array(fc.record({ negated: fc.integer({ min: -3, max: 3 }), shard: fc.nat(4) }), { maxLength: 120 })
  .map((lines) =>
    lines.map(({ negated, shard }, index) => ({ negated, shard, member: `${(index * 37) % 121}` })),
  );

const shardsOf = (lines: readonly (ListedLine & { shard: number })[]) =>
  Array.from({ length: 5 }, (_, shard) => lines.filter((line) => line.shard === shard).sort(compareLines));

/** As the script in Redis samples a listing. */
function sampled(
  lines: readonly ListedLine[],
  { from, to, samples }: { from: number; to: number; samples: number },
) {
  const end = Math.min(to, lines.length);
  const step = Math.max(1, Math.ceil((end - from) / samples));
  return { size: lines.length, lines: lines.slice(from, end).filter((_, index) => index % step === 0) };
}

describe('splitListing', () => {
  it('tells for each shard how many lines stand before a place, few of them in doubt', async () => {
    await fc.assert(
      fc.asyncProperty(
        listings,
        fc.nat(130),
        fc.integer({ min: 4, max: 9 }),
        async (lines, offset, samples) => {
          const shards = shardsOf(lines);
          const sample = async ({
            shard,
            ...window
          }: {
            shard: number;
            from: number;
            to: number;
            samples: number;
          }) => sampled(shards[shard] ?? [], window);
          const windows = await splitListing({ shards: 5, offset, sample, samples, fewLines: 10 });
          // A few lines are read, and a place behind the end is found out then.
          if (offset > lines.length) return expect(windows === undefined || 5 * offset <= 10).toBe(true);
          const first = lines.toSorted(compareLines)[offset];
          const before = shards.map(
            (own) => own.filter((line) => !first || compareLines(line, first) < 0).length,
          );
          windows?.forEach(({ from, to }, shard) => {
            expect(from).toBeLessThanOrEqual(before[shard] ?? 0);
            expect(to).toBeGreaterThanOrEqual(before[shard] ?? 0);
          });
          const doubt = windows?.reduce((sum, { from, to }) => sum + to - from, 0);
          return expect(doubt).toBeLessThanOrEqual(10);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('reads nothing at the top, and a few rounds in the middle of ten million', async () => {
    let calls = 0;
    const shards = 16;
    const size = 10_000_000 / shards;
    const sample = async ({
      from,
      to,
      samples,
      shard,
    }: {
      from: number;
      to: number;
      samples: number;
      shard: number;
    }) => {
      calls += 1;
      const end = Math.min(to, size);
      const step = Math.max(1, Math.ceil((end - from) / samples));
      const lines = [];
      for (let index = from; index < end; index += step)
        lines.push({ negated: index * shards + shard, member: '' });
      return { size, lines };
    };
    await splitListing({ shards, offset: 30, sample });
    expect(calls).toBe(0);
    const windows = await splitListing({ shards, offset: 5_000_000, sample });
    expect(calls).toBeLessThanOrEqual(4 * shards);
    for (const { from, to } of windows ?? []) {
      expect(from).toBeLessThanOrEqual(312_500);
      expect(to).toBeGreaterThanOrEqual(312_500);
    }
  });
});

describe('compareBytes', () => {
  it('sorts as Redis does, by the bytes of UTF-8', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', 'é', '가', '\ud7ff', '\ue000', '\uffff', '😀', '\u{10ffff}'),
    });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });
});
