import { readdirSync, readFileSync } from 'node:fs';

type Process = { pid: number; command: string };

/** Every process below this one, with those below them, as Linux tells it. */
export function descendantsOf(pid: number): Process[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statusOf(Number(name)) ?? [])
    .filter(({ parent }) => parent === pid);
  return children.flatMap(({ pid: child, command }) => [{ pid: child, command }, ...descendantsOf(child)]);
}

/** Whether it runs still, and no other process has its number by now. */
export function isRunning({ pid, command }: Process): boolean {
  return statusOf(pid)?.command === command;
}

/** Undefined when it is gone, or has ended and is only not waited for. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function statusOf(pid: number): (Process & { parent: number }) | undefined {
  try {
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return state === 'Z' ? undefined : { pid, parent: Number(parent), command };
  } catch {
    return undefined;
  }
}
