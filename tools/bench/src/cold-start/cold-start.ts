import { buildAssembly, startProcessReaper } from '@hanok/local';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave } from '../harness/interleave.ts';
import { pairedRatio } from '../harness/median.ts';
import { startPlayerTables } from '../scoring/player-tables.ts';
import { answerResult } from './answer-result.ts';
import { appColdStarts, coldStartBudgets } from './app-cold-starts.ts';
import { unpackHandlers } from './handler-code.ts';

/** From the start of the process to the first answer, which one game result is written for; after that every app against its budget. */
export const coldStart: Benchmark = {
  name: 'cold-start',
  title:
    'game-sqs-process from start to first answer, against an empty handler and the same job on Powertools; every app against its budget',
  bounds: [
    { figure: 'ours / empty', atMost: 3 },
    { figure: 'ours / powertools', atMost: 0.6 },
    { figure: 'zip of ours, KB', atMost: 130 },
    ...coldStartBudgets,
  ],
  run: async (options) => {
    const { scaled } = options;
    await buildAssembly();
    await using parts = new AsyncDisposableStack();
    const code = await unpackHandlers();
    parts.defer(code.remove);
    const tables = await startPlayerTables();
    parts.defer(tables.stop);
    const reaper = startProcessReaper();
    parts.defer(reaper.stop);
    const start = { tables, reaper };
    const rounds = scaled(50);
    const samples = await interleave(
      {
        empty: () => answerResult({ ...start, code: code.empty, writes: false }),
        ours: () => answerResult({ ...start, code: code.ours, writes: true }),
        powertools: () => answerResult({ ...start, code: code.powertools, writes: true }),
        'powertools, bundled as ours': () =>
          answerResult({ ...start, code: code['powertools, bundled as ours'], writes: true }),
      },
      { rounds },
    );
    return {
      races: [{ title: 'first answer', unit: 'ms', samples }],
      figures: {
        'ours / empty': pairedRatio(samples.ours, samples.empty),
        'ours / powertools': pairedRatio(samples.ours, samples.powertools),
        'ours / powertools, bundled as ours': pairedRatio(
          samples.ours,
          samples['powertools, bundled as ours'],
        ),
        'zip of ours, KB': code.ours.zipBytes / 1024,
        'zip of powertools, KB': code.powertools.zipBytes / 1024,
        ...(await appColdStarts(options)),
      },
      counts: { rounds },
    };
  },
};
