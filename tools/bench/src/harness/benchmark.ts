import type { Bound } from './bound.ts';
import type { Samples } from './interleave.ts';

/** Contenders that were measured round by round; the first one is what the others are compared with. */
export type Race = { title: string; unit: string; samples: Samples };

/** What a benchmark found. Bounds speak of `figures`; `counts` say how much was done. */
export type Measurement = {
  races: readonly Race[];
  figures: Readonly<Record<string, number>>;
  counts: Readonly<Record<string, number>>;
};

export type RunOptions = {
  /** The full count, or a tenth of it in a quick run. */
  scaled(count: number): number;
  /** Tells how far it has come. */
  say(line: string): void;
};

export type Benchmark = {
  /** Of the command line and of the file with its results. */
  name: string;
  title: string;
  bounds: readonly Bound[];
  /** Rejects when a contender's outcome is wrong: what is wrong is not measured. */
  run(options: RunOptions): Promise<Measurement>;
};
