/** One deployed function, as its CloudFormation resource describes it. */
export type FunctionConfig = {
  name: string;
  arn: string;
  /** Path of the zip that deploys. */
  zipFile: string;
  /** `file.export` at the archive's root, such as `main.handler`. */
  handler: string;
  runtime: string;
  memorySizeMb: number;
  timeoutSeconds: number;
  environment: Readonly<Record<string, string>>;
  roleName: string;
  roleArn: string;
  logGroup: string;
  /** Reserved concurrency; undefined: bounded by the stack's own limit only. */
  reservedConcurrency?: number;
  /** Queue for events that the function failed. */
  deadLetterArn?: string;
};

/** The outcome of one synchronous invocation. */
export type Invocation = {
  requestId: string;
  /** The function's answer as JSON text, or the error object that Lambda answers when `error` is set. */
  payload: string;
  /** As in the `X-Amz-Function-Error` header. */
  error?: 'Unhandled';
  /** The last 4 KB of the invocation's log, as text. */
  logTail: string;
};

/** What makes a function run; `source` is the ARN of the resource that does, where the stack knows it. */
export type Trigger = {
  kind:
    | 'invoke'
    | 'async'
    | 'sqs'
    | 'stream'
    | 'rest-api'
    | 'function-url'
    | 'http-api'
    | 'websocket-api'
    | 'state-machine';
  source?: string;
};

/** How an invocation comes about: its request id is a new one by default, its trigger a call of the Lambda API. */
type InvokedBy = {
  requestId?: string;
  trigger?: Trigger;
  /** Of records of a stream, the age of the last one on the stack's clock. */
  iteratorAgeMs?: number;
  /** The header of X-Ray that the caller hands on; without one the invocation begins a trace. */
  trace?: string | undefined;
};

/** The port through which triggers, REST APIs and the Lambda API run functions. */
export type Invoker = {
  /** Runs the function and waits for its outcome. Rejects with `TooManyRequestsError` over its concurrency limit. */
  invoke(functionName: string, payload: string, by?: InvokedBy): Promise<Invocation>;
};
