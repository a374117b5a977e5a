import type { LogLine } from '../log-line.ts';
import { paint } from './paint.ts';
import { readableLine } from './readable-line.ts';

/** Prints one line of a function's log as `time function request text`; the request by the start of its id. */
export function printLine({ functionName, requestId = '', time, line }: LogLine): void {
  const clock = new Date(time).toISOString().slice(11, 23);
  const request = requestId.slice(0, 8).padEnd(8);
  const { text, style } = readableLine(line);
  const shown = style ? paint(style, text) : text;
  console.log(`${paint('dim', clock)} ${functionName.padEnd(17)} ${paint('dim', request)} ${shown}`);
}
