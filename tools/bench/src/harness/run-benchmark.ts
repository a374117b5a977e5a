import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Benchmark } from './benchmark.ts';
import { judge } from './bound.ts';
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

/** What the figures of a run depend on besides the code. */
type Machine = {
  cpu: string;
  cpus: number;
  memoryMb: number;
  system: string;
  node: string;
  /** Of the minute before: above 0 something else ran beside. */
  load: number;
};

function describeMachine(): Machine {
  const all = cpus();
  return {
    cpu: all[0]?.model ?? 'unknown',
    cpus: all.length,
    memoryMb: Math.round(totalmem() / 2 ** 20),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    load: loadavg()[0] ?? 0,
  };
}
