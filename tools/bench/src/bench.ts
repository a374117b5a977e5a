import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureRedis, workspaceRoot } from '@hanok/local';
import { benchmarks } from './benchmarks.ts';
import { runBenchmark } from './harness/run-benchmark.ts';

const USAGE = `npm run bench -- [--quick] [name...]

  --quick   a tenth of the counts: for a look, the bounds are meant for the full run
  names     ${benchmarks.map(({ name }) => name).join(', ')}; all of them by default

Results with every sample go to dist/bench/<name>.json. Exit code 1: a bound was missed; 2: bad arguments.`;

async function main(): Promise<void> {
  const chosen = readArguments();
  if (chosen === undefined) return;
  await ensureRedis(console.log);
  const missed: string[] = [];
  for (const benchmark of benchmarks.filter(({ name }) => chosen.names.includes(name))) {
    const options = { folder: join(workspaceRoot, 'dist/bench'), quick: chosen.quick };
    if (!(await runBenchmark(benchmark, options))) missed.push(benchmark.name);
  }
  console.log(missed.length === 0 ? '\nEvery bound was kept.' : `\nBounds missed: ${missed.join(', ')}`);
  process.exitCode = missed.length === 0 ? 0 : 1;
}

/** The names to run; undefined after telling what is wrong with the arguments. */
function readArguments(): { names: readonly string[]; quick: boolean } | undefined {
  const all = benchmarks.map(({ name }) => name);
  try {
    const options = { quick: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const unknown = positionals.filter((each) => !all.includes(each));
    if (unknown.length > 0) throw new TypeError(`No such benchmark: ${unknown.join(', ')}`);
    return { names: positionals.length > 0 ? positionals : all, quick: values.quick };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exitCode = 2;
    return undefined;
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
