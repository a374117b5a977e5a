import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';

/** What the figures of a run depend on besides the code. */
export type Machine = {
  cpu: string;
  cpus: number;
  memoryMb: number;
  system: string;
  node: string;
  /** Of the minute before: above 0 something else ran beside. */
  load: number;
};

export function describeMachine(): Machine {
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
