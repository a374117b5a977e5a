import { closeSync, openSync, readSync } from 'node:fs';

/** Reads how much memory a process has used at most; `/proc` is memory, so that it is read synchronously. */
export type PeakMemory = {
  /** In MB (2^20 bytes), rounded up; undefined where there is no `/proc`, and when the process is gone. */
  read(): number | undefined;
  close(): void;
};

/** `VmHWM` stands in the first half of it. */
const STATUS = Buffer.alloc(4096);

/**
 * Of a process that runs. The file stays open: each invocation reads it, and opening it takes longer than that.
 * https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
 */
export function openPeakMemory(pid: number): PeakMemory {
  let file = openStatus(pid);

  function read(): number | undefined {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status())?.[1];
    return kilobytes === undefined ? undefined : Math.ceil(Number(kilobytes) / 1024);
  }

  function status(): string {
    if (file === undefined) return '';
    try {
      return STATUS.toString('latin1', 0, readSync(file, STATUS, 0, STATUS.length, 0));
    } catch {
      return ''; // The process is gone.
    }
  }

  function close(): void {
    if (file !== undefined) closeSync(file);
    file = undefined;
  }

  return { read, close };
}

function openStatus(pid: number): number | undefined {
  try {
    return openSync(`/proc/${pid}/status`, 'r');
  } catch {
    return undefined;
  }
}
