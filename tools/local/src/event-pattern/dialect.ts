/** What a service takes of the language of event patterns. */
export type Dialect = {
  /** The operators of a rule. */
  operators: ReadonlySet<string>;
  /** The operators that may stand within `anything-but`. */
  excluding: ReadonlySet<string>;
  /** Whether `prefix` and `suffix` may hold `equals-ignore-case`. */
  affixesIgnoreCase: boolean;
  /** The largest number that `numeric` compares with, and the least below zero. */
  largest: number;
};

const COMMON = ['prefix', 'suffix', 'equals-ignore-case', 'anything-but', 'numeric', 'exists'];

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax */
export const LAMBDA_FILTER: Dialect = {
  operators: new Set(COMMON),
  excluding: new Set(),
  affixesIgnoreCase: false,
  largest: Infinity,
};

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
export const EVENT_RULE: Dialect = {
  operators: new Set([...COMMON, 'cidr', 'wildcard']),
  excluding: new Set(['prefix', 'suffix', 'equals-ignore-case', 'wildcard']),
  affixesIgnoreCase: true,
  largest: 5_000_000_000,
};

/** https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html */
export const FILTER_POLICY: Dialect = {
  operators: new Set([...COMMON, 'cidr']),
  excluding: new Set(['prefix', 'suffix']),
  affixesIgnoreCase: false,
  largest: 1_000_000_000,
};
