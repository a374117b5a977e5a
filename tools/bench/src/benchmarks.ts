import { coldStart } from './cold-start/cold-start.ts';
import { resultsPerSecond } from './scoring/results-per-second.ts';
import type { Benchmark } from './harness/benchmark.ts';
import { pipeline } from './pipeline/pipeline.ts';
import { firstPage } from './ranking/first-page.ts';
import { rankUpdates } from './ranking/rank-updates.ts';

/** In the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  coldStart,
  resultsPerSecond,
  pipeline,
  rankUpdates,
  firstPage,
];
