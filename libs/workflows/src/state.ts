import type { ChoiceRule } from './choice-rule.ts';
import type { Parameters } from './parameters.ts';
import type { TaskFunction } from './task-function.ts';

/** Where in a state's data something lies, such as `$.photo.key`. https://states-language.net/spec.html#ref-paths */
export type ReferencePath = `$.${string}`;

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
type Guarded<Name extends string> = { Retry?: readonly Retrier[]; Catch?: readonly Catcher<Name>[] };

export type Task<Name extends string> = Onward<Name> &
  Guarded<Name> &
  Result & {
    Type: 'Task';
    Comment?: string;
    Function: TaskFunction;
    /** What the function gets in place of the state's input. */
    Parameters?: Parameters;
    TimeoutSeconds: number;
  };

export type Choice<Name extends string> = {
  Type: 'Choice';
  Comment?: string;
  Choices: readonly (ChoiceRule & { Next: Name })[];
  Default: Name;
};

export type Pass<Name extends string> = Onward<Name> &
  Result & { Type: 'Pass'; Comment?: string; Result?: Json; Parameters?: Parameters };

export type Wait<Name extends string> = Onward<Name> & { Type: 'Wait'; Comment?: string } & (
    { Seconds: number; SecondsPath?: never } | { SecondsPath: ReferencePath; Seconds?: never }
  );

export type Parallel<Name extends string> = Onward<Name> &
  Guarded<Name> &
  Result & { Type: 'Parallel'; Comment?: string; Branches: readonly Branch[] };

/** Runs its branch for each item of the list at `ItemsPath`, inline. */
export type MapState<Name extends string> = Onward<Name> &
  Guarded<Name> &
  Result & {
    Type: 'Map';
    Comment?: string;
    ItemsPath?: ReferencePath;
    ItemProcessor: Branch;
    MaxConcurrency?: number;
  };

export type Succeed = { Type: 'Succeed'; Comment?: string };
export type Fail = { Type: 'Fail'; Comment?: string; Error: string; Cause: string };

/** One state of a machine whose states are called `Name`; the words are those of Amazon States Language. */
export type State<Name extends string = string> =
  Task<Name> | Choice<Name> | Pass<Name> | Wait<Name> | Parallel<Name> | MapState<Name> | Succeed | Fail;

/** States with the one that they start at: what a machine, a branch and an item processor have in common. */
export type Branch = { StartAt: string; States: Readonly<Record<string, State>> };

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
