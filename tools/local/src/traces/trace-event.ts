/** What the gateway and the functions tell of spans, in the order in which it happens. Times in milliseconds since the epoch. */
export type TraceEvent =
  | CallBegun
  | RequestBegun
  | InvocationBegun
  | SpanEnded
  | { type: 'line'; span: number; time: number; line: string }
  /** The request id of an invocation that a span will bring about. */
  | { type: 'accepted'; parent: number; requestId: string }
  /** A message was moved out of a dead-letter queue, and has another id since. */
  | { type: 'moved'; from: string; to: string }
  /** A queue has given a message up. */
  | { type: 'deadLetter'; span: number; time: number; messageId: string; queue: string };

type Begun = {
  span: number;
  /** The span that it comes of, when the stack knows it at once. */
  parent?: number | undefined;
  time: number;
  requestId: string;
  root: string;
};

export type CallBegun = Begun & {
  type: 'call';
  service: string;
  operation: string;
  /** A function's name, or `external`. */
  caller: string;
  target: string;
  /** As it was sent; empty when it was a stream or too large. */
  body: string;
};

/** A request to an HTTP API. */
type RequestBegun = Begun & { type: 'request'; method: string; path: string };

export type InvocationBegun = Begun & {
  type: 'invocation';
  functionName: string;
  trigger: string;
  /** The execution of which it is a task. */
  execution?: string | undefined;
  payload: string;
};

export type SpanEnded = {
  type: 'ended';
  span: number;
  time: number;
  /** HTTP status of a call or request; undefined when the connection was broken off. */
  status?: number | undefined;
  /** How an invocation ended. */
  outcome?: 'succeeded' | 'failed' | 'throttled' | 'stopped';
  answer?: string | undefined;
  /** The permission that was lacking. */
  denied?: { action: string; resource: string; principalArn: string } | undefined;
  /** The kind of a fault that was injected. */
  fault?: string | undefined;
  durationMs?: number | undefined;
  initMs?: number | undefined;
};
