import { closeSync, openSync, readSync } from 'node:fs';

/** Reads how much memory a process has used at most; `/proc` is memory, so that it is read synchronously. */
export type PeakMemory = {
  /** In MB (2^20 bytes), rounded up; undefined where there is no `/proc`, and when the process is gone. */
  read(): number | undefined;
  close(): void;
};

/** The member stands in the first half of it. */
const STATUS = Buffer.alloc(4096);
const MEMBER = Buffer.from('\nVmHWM:');
/** What follows the member's name: blanks, a number, and its unit, which is always kB. */
const VALUE_BYTES = 20;

/**
 * Of a process that runs. The file stays open: opening it takes longer than reading.
 * https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
 */
export function openPeakMemory(pid: number): PeakMemory {
  let file = openStatus(pid);

  function read(): number | undefined {
    if (file === undefined) return undefined;
    try {
      const status = STATUS.subarray(0, readSync(file, STATUS, 0, STATUS.length, 0));
      const at = status.indexOf(MEMBER);
      const from = at + MEMBER.length;
      const kilobytes = Number.parseInt(status.toString('latin1', from, from + VALUE_BYTES), 10);
      return at === -1 ? undefined : Math.ceil(kilobytes / 1024);
    } catch {
      return undefined; // The process is gone.
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
