import type { Matcher } from './compile-regex.ts';

/** A value of a field: text as it was logged; numbers come from calculations. */
export type FieldValue = string | number;

/** What a command calculates with. */
export type Expression =
  | { kind: 'value'; value: FieldValue }
  | { kind: 'field'; name: string }
  | { kind: 'list'; items: readonly Expression[] }
  | { kind: 'regex'; regex: RegExp }
  | { kind: 'call'; name: string; args: readonly Expression[] }
  | { kind: 'not'; operand: Expression }
  | { kind: 'binary'; operator: string; left: Expression; right: Expression };

/** An expression and the name of its result. */
export type Named = { name: string; expression: Expression };
export type Aggregate = {
  name: string;
  aggregate: string;
  /** Undefined for `count(*)`. */
  of: Expression | undefined;
  /** Of a percentile. */
  percent: number;
};

export type Command =
  | { kind: 'fields' | 'display'; fields: readonly Named[] }
  | { kind: 'filter'; test: Expression }
  | { kind: 'parse'; from: Expression; match: Matcher }
  | { kind: 'stats'; aggregates: readonly Aggregate[]; by: readonly Named[] }
  | { kind: 'sort'; keys: readonly { expression: Expression; descending: boolean }[] }
  | { kind: 'limit'; count: number }
  | { kind: 'dedup'; keys: readonly Expression[] };
