// What is published has types of its own: those of the stack lead through all of its private packages.

export type StackOptions = {
  /** Folder of the cloud assembly, as `cdk synth` writes it. */
  assembly: string;
  /** Names of the stacks to run; all of the assembly by default. */
  only?: readonly string[];
  /** Values of template parameters, by stack and name; their defaults otherwise. */
  parameters?: Readonly<Record<string, Readonly<Record<string, string>>>>;
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
  /** `http://HOST:PORT` of a running DynamoDB engine with streams, to use in place of the stack's own. */
  dynamodbEndpoint?: string;
  /** Faults to inject at the gateway, such as throttled calls. Throws `FaultPlanError`, naming the field, for another plan. */
  faults?: FaultPlan;
  /** Every line that a function logs. */
  onLine?: (line: LogLine) => void;
  /** What the stack itself has to say. */
  onNotice?: (text: string) => void;
};

/** Each call of `operation` fails by `rate`; the same seed gives each caller the same faults. */
export type FaultPlan = {
  /** From 0 to 4,294,967,295; 1 by default. */
  seed?: number | undefined;
  faults: Fault[];
};

/** One way in which calls fail. */
export type Fault =
  | (RatedFault &
      (
        | { kind: 'throttle' | 'error5xx' | 'replyLost' | 'connectionReset' }
        /** `ms` at most 900,000; 250 by default. */
        | { kind: 'latency'; ms?: number | undefined }
        | { kind: 'transactionConflict'; service: 'dynamodb'; operation: 'TransactWriteItems' }
        /** `nth`: the post that it strikes, counted from 1; absent: each by the rate. */
        | { kind: 'gone'; service: 'execute-api'; operation: 'PostToConnection'; nth?: number | undefined }
        /** The post arrives after the next one to its connection, at the latest after `ms`. */
        | { kind: 'reorder'; service: 'execute-api'; operation: 'PostToConnection'; ms?: number | undefined }
        | {
            kind: 'dropDisconnect' | 'repeatDisconnect';
            service: 'execute-api';
            operation: '$disconnect';
            caller?: undefined;
          }
      ))
  | PartitionLimit;

type FaultOfCaller = {
  /** Name of a function, or `external`: clients outside of the stack. Absent: every caller. */
  caller?: string | undefined;
  /** How often at most; absent: without end. */
  times?: number | undefined;
};
type RatedFault = FaultOfCaller & {
  /** As in a signature, such as `dynamodb`. */
  service: string;
  operation: string;
  /** Share of the calls, over 0 and at most 1. */
  rate: number;
};
type PartitionLimit = FaultOfCaller & {
  kind: 'partitionLimit';
  service: 'dynamodb';
  operation: 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'TransactWriteItems';
  /** Share of the calls that are held to the limit; 1 by default. */
  rate?: number | undefined;
  /** Write units that these calls may take of one partition key in a second of the stack's clock; 1,000 by default. */
  units?: number | undefined;
};

export type LogLine = { functionName: string; requestId?: string | undefined; time: number; line: string };

/** One call of an AWS API, as it was answered; `caller` is a function or `external`. */
export type RecordedCall = {
  time: number;
  service: string;
  operation: string;
  caller: string;
  status: number | undefined;
  ms: number;
};

export type FunctionPermissions = {
  functionName: string;
  roleName: string;
  granted: readonly { action: string; resources: readonly string[]; times: number; unseen?: string }[];
  denied: readonly { action: string; resource: string; times: number; missing: object }[];
};

export type Stack = {
  /** The gateway, for every AWS client: `endpoint`. */
  url: string;
  /** By stack and output id. */
  outputs: Record<string, Record<string, string>>;
  /** What the templates hold that has no meaning on this machine. */
  ignored: readonly { what: string; count: number; reason: string }[];
  /** Path of the certificate that clients of Redis must trust (PEM). */
  redisCa: string | undefined;
  /** Resolves with one line when an engine ends by itself. */
  died: Promise<string>;
  functions: { replaceCode(name: string, zip: Uint8Array): Promise<{ changed: boolean }> };
  /** Forgets all data; resources and idle processes of functions stay. */
  reset(): Promise<void>;
  clock: { now(): number; advance(ms: number): Promise<void> };
  /** Resolves when nothing is in flight; rejects after `timeoutMs` of real time, 10,000 by default. */
  idle(options?: { timeoutMs?: number }): Promise<void>;
  /** The calls at the gateway since the last reset, oldest first, the latest 10,000. */
  calls(): readonly RecordedCall[];
  /** What each function may do by its policies, did, and was refused, from the last reset on. */
  permissions(): readonly FunctionPermissions[];
  stop(): Promise<void>;
};

/** Runs the stacks of a cloud assembly in this process. Throws for what it does not support, naming stack and resource. */
export const startStack = async (options: StackOptions): Promise<Stack> =>
  (await import('../stack/start-stack.ts')).startStack(options);
