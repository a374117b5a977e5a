import { readFileSync } from 'node:fs';

/**
 * Peak resident memory of a process in MB (2^20 bytes), rounded up; undefined where there is no `/proc`, or when the
 * process is gone. https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
 */
export function peakMemoryMb(pid: number): number | undefined {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(processStatus(pid))?.[1];
  return kilobytes === undefined ? undefined : Math.ceil(Number(kilobytes) / 1024);
}

/** Read synchronously: `/proc` is memory, and this is part of every invocation. */
function processStatus(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'latin1');
  } catch {
    return '';
  }
}
