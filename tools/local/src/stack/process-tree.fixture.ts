import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

type RunningProcess = { pid: number; parent: number; command: string };

/** Every process below `pid`, its children's children too. */
export function descendantsOf(pid: number, all = runningProcesses()): RunningProcess[] {
  const children = all.filter(({ parent }) => parent === pid);
  return [...children, ...children.flatMap((child) => descendantsOf(child.pid, all))];
}

/** Those of the processes that still run. */
export function stillRunning(processes: readonly RunningProcess[]): RunningProcess[] {
  const now = new Map(runningProcesses().map((each) => [each.pid, each]));
  return processes.filter(({ pid, command }) => now.get(pid)?.command === command);
}

/** Without zombies: they run no more, and their new parent may leave them a while. */
function runningProcesses(): RunningProcess[] {
  if (existsSync('/proc/self/stat')) return readdirSync('/proc').filter(isNumber).flatMap(fromProc);
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,command='], { encoding: 'utf8' });
  return rows.split('\n').flatMap((row) => {
    const [, pid, parent, state, command = ''] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(row) ?? [];
    return state?.startsWith('Z') === false ? [{ pid: Number(pid), parent: Number(parent), command }] : [];
  });
}

const isNumber = (name: string) => /^\d+$/.test(name);

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html; the name in parentheses may hold anything. */
function fromProc(pid: string): RunningProcess[] {
  try {
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return state === 'Z' ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  } catch {
    return []; // It ended between the listing and the reading.
  }
}
