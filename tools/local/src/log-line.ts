/** One log event of one execution environment, without its trailing line feed. */
export type LogLine = {
  functionName: string;
  logGroup: string;
  logStream: string;
  /** Undefined for what is written outside an invocation, such as while initializing. */
  requestId?: string;
  /** Milliseconds since the epoch. */
  time: number;
  line: string;
  /** START, END, REPORT, and what the platform itself says of an invocation; all else is what a function wrote. */
  isPlatform?: boolean;
};
