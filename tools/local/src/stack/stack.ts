import type { MovableClock } from '../clock.ts';
import type { FaultPlanInput } from '../faults/fault-plan.ts';
import type { LogLine } from '../log-line.ts';
import type { FunctionPermissions } from '../services/iam/permission-report.ts';
import type { Functions } from '../services/lambda/functions.ts';
import type { IgnoredNote } from '../template/ignored.ts';
import type { StackParameters } from '../template/with-parameters.ts';
import type { Outputs } from './deploy.ts';
import type { RecordedCall } from './test-controls.ts';

export type StackOptions = {
  /** Folder of the cloud assembly: templates and zips, as they deploy. */
  assembly: string;
  /** Names of the stacks to run; all of the assembly by default. */
  only?: readonly string[];
  /** Values of template parameters, by stack and name; their defaults otherwise. */
  parameters?: StackParameters;
  /** Where state is kept; absent: nowhere, it goes with the stack. */
  stateDir?: string;
  /** Forgets what earlier stacks kept in `stateDir`. */
  reset?: boolean;
  /** Of 127.0.0.1; 0 picks a free one. */
  port: number;
  /** How much faster than real time queues, retries and windows run; 1 by default. */
  clockSpeed?: number;
  region?: string;
  /** A Redis to use in place of the stack's own. */
  redisUrl?: string;
  /**
   * `http://HOST:PORT` of a running DynamoDB engine with streams, to use in place of the stack's own. It keeps the
   * tables: with `stateDir` they stay there; without, the stack begins with empty tables and deletes them when it stops.
   * `reset` deletes the tables that a stack made there and the templates name, and no others.
   */
  dynamodbEndpoint?: string;
  /** False: no traces are made. Only what measures their cost has use for it. */
  traces?: boolean;
  /** Faults to inject at the gateway. */
  faults?: FaultPlanInput;
  /** Every line that a function logs. */
  onLine?: (line: LogLine) => void;
  /** What the stack itself has to say, such as a mapping that may not poll. */
  onNotice?: (text: string) => void;
};

export type Stack = {
  /** The gateway, for every AWS client: `--endpoint-url`. */
  url: string;
  outputs: Outputs;
  /** What the templates hold that has no meaning on a laptop. */
  ignored: readonly IgnoredNote[];
  /** Path of the certificate that clients of Redis must trust (PEM). */
  redisCa: string | undefined;
  /** Resolves with one line when an engine ends by itself. */
  died: Promise<string>;
  /** The functions, whose code may be replaced while they run. */
  functions: Pick<Functions, 'list' | 'invocations' | 'replaceCode' | 'onCode'>;
  /**
   * Forgets all data: items, messages, objects, logs, keys of Redis, users, tickets, executions, connections, events under
   * way, metrics, traces and the recorded calls. Resources stay, and the processes of functions that run nothing. What runs is ended.
   * Throws `ResetRefusedError` when the stack was given a Redis or a DynamoDB engine; then nothing is forgotten.
   */
  reset(): Promise<void>;
  clock: Pick<MovableClock, 'now' | 'advance'>;
  /**
   * Resolves when nothing is in flight: no message that a mapping could receive now, no unread record of a mapped stream,
   * no invocation, execution, delivery or call. What waits for the clock or for a task's token is not in flight. Throws
   * `StillBusyError` after `timeoutMs` of real time (10,000 by default), which names what still is.
   */
  idle(options?: { timeoutMs?: number }): Promise<void>;
  /** The calls at the gateway since the last reset, in the order of their answers; the latest 10,000. */
  calls(): readonly RecordedCall[];
  /** What each function may do by its policies, did, and was refused; from the last reset on, over restarts. */
  permissions(): readonly FunctionPermissions[];
  stop(): Promise<void>;
};
