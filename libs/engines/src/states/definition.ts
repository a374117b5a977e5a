/** The part of Amazon States Language that runs here, as it is deployed. https://states-language.net/spec.html */
export type Branch = {
  StartAt: string;
  States: Readonly<Record<string, State>>;
};
export type Definition = Branch & { TimeoutSeconds?: number; QueryLanguage?: 'JSONPath' | 'JSONata' };

export type Retrier = {
  ErrorEquals: string[];
  IntervalSeconds?: number;
  MaxAttempts?: number;
  BackoffRate?: number;
  MaxDelaySeconds?: number;
  JitterStrategy?: 'FULL' | 'NONE';
};
export type Catcher = {
  ErrorEquals: string[];
  Next: string;
  ResultPath?: string | null;
  Assign?: object;
  Output?: unknown;
};
export type Choice = { Next: string; Condition?: unknown; Assign?: object; Output?: unknown };

/** A state with the fields of every type; which of them stand in it, its type decides. */
export type State = {
  Type: 'Task' | 'Pass' | 'Choice' | 'Wait' | 'Succeed' | 'Fail' | 'Map' | 'Parallel';
  QueryLanguage?: 'JSONPath' | 'JSONata';
  Next?: string;
  End?: boolean;
  InputPath?: string | null;
  OutputPath?: string | null;
  ResultPath?: string | null;
  Parameters?: unknown;
  ResultSelector?: unknown;
  Arguments?: unknown;
  Output?: unknown;
  Assign?: object;
  Retry?: Retrier[];
  Catch?: Catcher[];
  Result?: unknown;
  Resource?: string;
  TimeoutSeconds?: number | string;
  TimeoutSecondsPath?: string;
  HeartbeatSeconds?: number | string;
  HeartbeatSecondsPath?: string;
  Choices?: Choice[];
  Default?: string;
  Seconds?: number | string;
  SecondsPath?: string;
  Timestamp?: string;
  TimestampPath?: string;
  Error?: string;
  ErrorPath?: string;
  Cause?: string;
  CausePath?: string;
  Branches?: Branch[];
  ItemProcessor?: Branch;
  Iterator?: Branch;
  ItemsPath?: string;
  Items?: unknown;
  ItemSelector?: unknown;
  MaxConcurrency?: number | string;
  MaxConcurrencyPath?: string;
};
