import { readFile } from 'node:fs/promises';

/**
 * The peak of resident memory of a process so far, in MB; 0 when it has ended. From Linux's /proc: the peak that
 * `getrusage` answers begins with that of the process that started it.
 */
export async function peakMemory(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}
