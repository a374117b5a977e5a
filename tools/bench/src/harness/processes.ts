import { readdirSync, readFileSync } from 'node:fs';

/** The ids of a process and of those below it, its children's children too. */
export function processTree(pid: number): number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parents = new Map(all.map((name) => [Number(name), Number(statOf(Number(name))[PARENT])]));
  const below = (parent: number): number[] =>
    [...parents].flatMap(([child, of]) => (of === parent ? [child, ...below(child)] : []));
  return [pid, ...below(pid)];
}

/** Memory in MB (2^20 bytes): a process's own pages, and its share of those that others use too. 0 of one that has ended. */
export function memoryMb(pid: number): number {
  const [, kilobytes = '0'] = /^Pss:\s+(\d+) kB$/m.exec(textOf(`/proc/${pid}/smaps_rollup`)) ?? [];
  return Number(kilobytes) / 1024;
}

/** CPU time in milliseconds that a process has taken, and that its children took which have ended. */
export function cpuMs(pid: number): { own: number; ended: number } {
  const stat = statOf(pid).map(Number);
  const ticks = (first: number) => ((stat[first] ?? 0) + (stat[first + 1] ?? 0)) * MS_PER_TICK;
  return { own: ticks(OWN_CPU), ended: ticks(ENDED_CPU) };
}

/** The command line of a process, its parts between blanks. */
export const commandOf = (pid: number): string => textOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');

/** Linux counts CPU time for programs in hundredths of a second. */
const MS_PER_TICK = 10;
/** Fields behind the name, whose parentheses may hold anything. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const [PARENT, OWN_CPU, ENDED_CPU] = [1, 11, 13];

function statOf(pid: number): string[] {
  const stat = textOf(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(') ') + 2).split(' ');
}

/** Empty for a process that has ended. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
