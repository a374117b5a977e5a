import type { LogLine } from '../logs/log-line.ts';
import { readableLine } from './readable-line.ts';

/** Prints one line of a function's log as `time function text`. */
export function printLine({ functionName, time, line }: LogLine): void {
  const clock = new Date(time).toISOString().slice(11, 23);
  console.log(`${clock} ${functionName.padEnd(17)} ${readableLine(line.trimEnd())}`);
}
