import type { StandardSchema } from '@hanok/events';

/** A Lambda function that a machine runs: its deployed name, the shapes of what goes in and comes out, and the names of the errors that it throws. */
export type TaskFunction = {
  name: string;
  input: StandardSchema;
  output: StandardSchema;
  /** `name` of each error, as Step Functions sees it. */
  errors: readonly string[];
  /**
   * What is stored once the function has answered: the outcome of the execution, or the failure of its other functions.
   * One that stores a failure is the last resort: where it fails for good, the execution fails by its error.
   */
  stores?: 'outcome' | 'failure';
};

/** Where in a state's data something lies, such as `$.photo.key`. https://states-language.net/spec.html#ref-paths */
type ReferencePath = `$.${string}`;

/** https://states-language.net/spec.html#retrying-after-error */
export type Retrier = {
  ErrorEquals: readonly string[];
  IntervalSeconds?: number;
  /** 0 means that the error is not retried. */
  MaxAttempts?: number;
  BackoffRate?: number;
  MaxDelaySeconds?: number;
  JitterStrategy?: 'FULL' | 'NONE';
};

/** https://states-language.net/spec.html#fallback-states */
export type Catcher<Name extends string> = {
  ErrorEquals: readonly string[];
  Next: Name;
  /** Where `{ Error, Cause }` goes in the state's input; without, it takes the input's place. */
  ResultPath?: ReferencePath;
};

/** A state either hands over to another one or ends its machine. */
type Onward<Name extends string> = { Next: Name; End?: never } | { End: true; Next?: never };

/** Where a result goes in the state's input: null drops it; without, it takes the input's place. */
type Result = { ResultPath?: ReferencePath | null };
/** What happens when a state fails. */
type OnFailure<Name extends string> = { Retry?: readonly Retrier[]; Catch?: readonly Catcher<Name>[] };

export type Task<Name extends string> = Onward<Name> &
  OnFailure<Name> &
  Result & {
    Type: 'Task';
    Comment?: string;
    Function: TaskFunction;
    /** What the function gets in place of the state's input. */
    Parameters?: Parameters;
    TimeoutSeconds: number;
  };

/** A test on one value of a choice's input. A value that is not there fails every test but IsPresent. */
export type Comparison = { Variable: ReferencePath } & (
  | { StringEquals: string }
  | { BooleanEquals: boolean }
  | { NumericEquals: number }
  | { NumericLessThan: number }
  | { NumericGreaterThanEquals: number }
  | { IsPresent: boolean }
);

/** https://states-language.net/spec.html#choice-state */
export type ChoiceRule =
  | Comparison
  | { And: readonly ChoiceRule[] }
  | { Or: readonly ChoiceRule[] }
  | { Not: ChoiceRule };

export type Choice<Name extends string> = {
  Type: 'Choice';
  Comment?: string;
  Choices: readonly (ChoiceRule & { Next: Name })[];
  Default: Name;
};

export type Pass<Name extends string> = Onward<Name> &
  Result & { Type: 'Pass'; Comment?: string; Result?: Json; Parameters?: Parameters };

type Wait<Name extends string> = Onward<Name> & { Type: 'Wait'; Comment?: string } & (
    | { Seconds: number; SecondsPath?: never }
    | { SecondsPath: ReferencePath; Seconds?: never }
  );

type Parallel<Name extends string> = Onward<Name> &
  OnFailure<Name> &
  Result & { Type: 'Parallel'; Comment?: string; Branches: readonly Branch[] };

/** Runs its branch for each item of the list at `ItemsPath`, inline. */
export type MapState<Name extends string> = Onward<Name> &
  OnFailure<Name> &
  Result & {
    Type: 'Map';
    Comment?: string;
    ItemsPath?: ReferencePath;
    ItemProcessor: Branch;
    MaxConcurrency?: number;
  };

type Succeed = { Type: 'Succeed'; Comment?: string };
type Fail = { Type: 'Fail'; Comment?: string; Error: string; Cause: string };

/** One state of a machine whose states are called `Name`; the words are those of Amazon States Language. */
export type State<Name extends string = string> =
  | Task<Name>
  | Choice<Name>
  | Pass<Name>
  | Wait<Name>
  | Parallel<Name>
  | MapState<Name>
  | Succeed
  | Fail;

/** States with the one that they start at: what a machine, a branch and an item processor have in common. */
export type Branch = { StartAt: string; States: Readonly<Record<string, State>> };

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * What a state's payload is made of: a member whose name ends in `.$` is taken from the path that it holds, others
 * are as written. https://states-language.net/spec.html#payload-template
 */
export type Parameters = Readonly<Record<string, Json>>;
