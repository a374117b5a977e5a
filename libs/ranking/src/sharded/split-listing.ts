import { compareLines, type ListedLine } from './listed-line.ts';
import { sum } from './shards.ts';

/** How many lines of a shard stand before a place of the whole listing: from `from` to `to`, both possible. */
type Window = { from: number; to: number };

/** How many lines a shard has; and those of its window, every `stepOf(window, samples)`th from the first on. */
export type Sampled = { size: number; lines: readonly ListedLine[] };

/** Lines that are read of each shard in one round, which leaves about a twentieth of its lines in doubt. */
const SAMPLES = 40;
/** So many lines in doubt, of all shards together, are rather read than narrowed once more. */
const FEW_LINES = 600;

type Options = {
  shards: number;
  offset: number;
  /** The window may end behind the shard's last line. */
  sample(window: Window & { shard: number; samples: number }): Promise<Sampled>;
  samples?: number;
  fewLines?: number;
};

/**
 * For each shard how many of its lines stand before line `offset` of the whole listing, some lines of it in doubt;
 * undefined when the listing ends before. Nothing is read for a place near the top, and one round more for each twenty
 * times as far down.
 */
export async function splitListing(options: Options): Promise<Window[] | undefined> {
  const { shards, offset, sample, samples = SAMPLES, fewLines = FEW_LINES } = options;
  let windows = Array.from({ length: shards }, (): Window => ({ from: 0, to: offset }));
  while (widthOf(windows) > fewLines) {
    const read = await Promise.all(
      windows.map(async ({ from, to }, shard): Promise<Read> => {
        const { size, lines } = await sample({ from, to, shard, samples });
        const window = { from, to: Math.max(from, Math.min(to, size)) };
        return { window, step: stepOf(window, samples), lines };
      }),
    );
    if (sum(read.map(({ window }) => window.to)) < offset) return undefined;
    const narrowed = narrow(read, offset);
    // Writes meanwhile may leave samples that do not fit together.
    if (widthOf(narrowed) >= widthOf(windows)) return narrowed;
    windows = narrowed;
  }
  return windows;
}

/** From one sample of a window to the next; the window ends within the shard. */
function stepOf({ from, to }: Window, samples: number): number {
  return Math.max(1, Math.ceil((to - from) / samples));
}

type Read = { window: Window; step: number; lines: readonly ListedLine[] };

/**
 * The windows after one look at samples. Take any line, and count the lines before it within each window. All counts
 * together at most `offset`: each is at most what stands before the place in its shard. At least `offset`: each is at
 * least that. Samples tell a count up to one step.
 */
function narrow(read: readonly Read[], offset: number): Window[] {
  const samples = read.flatMap(({ lines }, shard) => lines.map((line) => ({ line, shard })));
  const shards = samples.toSorted((a, b) => compareLines(a.line, b.line)).map(({ shard }) => shard);
  const counts = read.map((each) => ({ least: leastBefore(each, 0), most: mostBefore(each, 0), passed: 0 }));
  let least = sum(counts.map((count) => count.least));
  let most = sum(counts.map((count) => count.most));
  let low = 0;
  let high = shards.length;
  for (const [place, shard] of shards.entries()) {
    if (most <= offset) low = place;
    if (least >= offset) {
      high = place;
      break;
    }
    const [each, count] = [read[shard], counts[shard]];
    if (!each || !count) continue;
    const passed = count.passed + 1;
    const next = { least: leastBefore(each, passed), most: mostBefore(each, passed), passed };
    least += next.least - count.least;
    most += next.most - count.most;
    counts[shard] = next;
  }
  return read.map((each, shard) => ({
    from: leastBefore(each, countOf(shards, low, shard)),
    to: high === shards.length ? each.window.to : mostBefore(each, countOf(shards, high, shard)),
  }));
}

function countOf(shards: readonly number[], end: number, shard: number): number {
  let count = 0;
  for (let place = 0; place < end; place += 1) if (shards[place] === shard) count += 1;
  return count;
}

/** Of lines before one that `passed` samples stand before: the last of them, and what stands before it. */
function leastBefore({ window, step }: Read, passed: number): number {
  return passed === 0 ? window.from : window.from + (passed - 1) * step + 1;
}

/** The first sample that was not passed does not stand before the line. */
function mostBefore({ window, step, lines }: Read, passed: number): number {
  return passed < lines.length ? window.from + passed * step : window.to;
}

function widthOf(windows: readonly Window[]): number {
  return sum(windows.map(({ from, to }) => to - from));
}
