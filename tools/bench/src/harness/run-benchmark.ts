import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Benchmark } from './benchmark.ts';
import { judge } from './bound.ts';
import { describeMachine } from './machine.ts';
import { measurementTable } from './table.ts';

/** Runs the benchmark, prints its tables and writes `<folder>/<name>.json`. Answers whether every bound was kept. */
export async function runBenchmark(
  benchmark: Benchmark,
  { folder, quick }: { folder: string; quick: boolean },
): Promise<boolean> {
  const { name, title, bounds } = benchmark;
  console.log(`\n# ${name}: ${title}\n`);
  const date = new Date().toISOString();
  const machine = describeMachine();
  const scaled = (count: number) => (quick ? Math.ceil(count / 10) : count);
  const measurement = await benchmark.run({ scaled, say: (line) => console.log(`  ${line}`) });
  const verdicts = judge(bounds, measurement.figures);
  console.log(`\n${measurementTable(measurement, verdicts)}`);
  mkdirSync(folder, { recursive: true });
  const report = { benchmark: name, title, date, quick, machine, ...measurement, verdicts };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(report, undefined, 2)}\n`);
  return verdicts.every(({ kept }) => kept);
}
