import { chatFanOut } from './chat/chat-fanout.ts';
import { coldStartParts } from './cold-start/cold-start-parts.ts';
import { coldStart } from './cold-start/cold-start.ts';
import { resultsPerSecond } from './scoring/results-per-second.ts';
import type { Benchmark } from './harness/benchmark.ts';
import { matchmaking } from './matchmaking/matchmaking.ts';
import { npmStart } from './desk/npm-start.ts';
import { dispatch } from './rides/dispatch.ts';
import { httpRides } from './rides/http-rides.ts';
import { rideColdStart } from './rides/ride-cold-start.ts';
import { invocations } from './invocations/invocations.ts';
import { tracesCost } from './pipeline/traces-cost.ts';
import { pipeline } from './pipeline/pipeline.ts';
import { firstPage } from './ranking/first-page.ts';
import { rankUpdates } from './ranking/rank-updates.ts';
import { rebuild } from './ranking/rebuild.ts';
import { shardedBoard } from './ranking/sharded-board.ts';
import { thumbnails } from './thumbnails/thumbnails.ts';
import { uploads } from './thumbnails/uploads.ts';
import { newCode } from './watch/new-code.ts';

/** In the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  coldStart,
  coldStartParts,
  resultsPerSecond,
  npmStart,
  invocations,
  pipeline,
  tracesCost,
  rankUpdates,
  firstPage,
  rebuild,
  shardedBoard,
  dispatch,
  rideColdStart,
  httpRides,
  thumbnails,
  uploads,
  matchmaking,
  chatFanOut,
  newCode,
];
