/** A test on one value of a choice's input. A value that is not there fails every test but IsPresent. */
export type Comparison = { Variable: `$.${string}` } & (
  | { StringEquals: string }
  | { BooleanEquals: boolean }
  | { NumericEquals: number }
  | { NumericLessThan: number }
  | { NumericGreaterThanEquals: number }
  | { IsPresent: boolean }
);

/** https://states-language.net/spec.html#choice-state */
export type ChoiceRule =
  Comparison | { And: readonly ChoiceRule[] } | { Or: readonly ChoiceRule[] } | { Not: ChoiceRule };
