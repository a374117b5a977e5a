import { randomBytes } from 'node:crypto';
import type { LogLine } from '../../../log-line.ts';
import type { FunctionConfig } from '../function-config.ts';

/** The log of one execution environment. */
export type EnvironmentLog = {
  /** The CloudWatch log stream's name. */
  stream: string;
  /** What the process wrote. */
  write(line: string, time?: number): void;
  /** What the platform says. */
  say(line: string): void;
  /** Says to which invocation the lines from here on belong; undefined: to none. */
  during(requestId: string | undefined): void;
  /** Takes the last 4 KB of what was written since the last call, each line with its line feed. */
  takeTail(): string;
};

const TAIL_BYTES = 4096;

/** The log of a new environment: `logs` gets every line as it is written. */
export function createEnvironmentLog(
  config: FunctionConfig,
  logs: { append(line: LogLine): void },
): EnvironmentLog {
  const stream = logStreamName();
  let current: string | undefined;
  let recent: string[] = [];

  function append(line: string, time: number, isPlatform: boolean): void {
    const { name: functionName, logGroup } = config;
    const entry: LogLine = { functionName, logGroup, logStream: stream, time, line, isPlatform };
    if (current !== undefined) entry.requestId = current;
    logs.append(entry);
    recent.push(`${line.slice(-TAIL_BYTES)}\n`);
    if (recent.length > TAIL_BYTES) recent = recent.slice(-TAIL_BYTES / 2); // A line has a byte or more.
  }

  function takeTail(): string {
    const text = recent.join('');
    recent = [];
    if (Buffer.byteLength(text) <= TAIL_BYTES) return text;
    const bytes = Buffer.from(text);
    return bytes.subarray(Math.max(0, bytes.length - TAIL_BYTES)).toString();
  }

  return {
    stream,
    write: (line, time = Date.now()) => append(line, time, false),
    say: (line) => append(line, Date.now(), true),
    during: (requestId) => void (current = requestId),
    takeTail,
  };
}

/** Such as `2026/11/21/[$LATEST]0f3a…`. */
function logStreamName(): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[$LATEST]${randomBytes(16).toString('hex')}`;
}
