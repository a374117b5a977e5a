import type { MatchView, SlotOf } from '../expressions/match-view.ts';
import type { ExpressionContext } from '../expressions/property.ts';
import type { Fields } from '../rule-set/json-fields.ts';

/** Undefined when it cannot be told yet: a match that grows goes on, a complete match takes it as held. */
export type Holds = boolean | undefined;

/** What a rule found in a match. */
export type Measured = {
  /** Such as `blue 1000, red 1600`. */
  readonly measured: string;
  /** What was found and what was needed: `distance 300 <= 300`. */
  readonly judged: string;
  /** By how much it fails, where that is a number. */
  readonly by?: number | undefined;
};

/** A condition between any two tickets of one match: when it fails, no match with both can hold the rule. */
export type Bound =
  | { readonly kind: 'near'; readonly slot: number; readonly distance: number }
  | { readonly kind: 'same'; readonly slot: number }
  | { readonly kind: 'different'; readonly slot: number }
  | { readonly kind: 'common'; readonly slot: number; readonly count: number }
  | { readonly kind: 'location'; readonly slot: number; readonly maxLatency: number };

/** How a sort rule orders the tickets behind the first one. */
export type Sort = {
  readonly by: 'value' | 'distance';
  readonly slot: number;
  readonly mapKey?: 'minValue' | 'maxValue' | undefined;
  readonly descending: boolean;
};

/** What is odd about a rule, found without any ticket. A `trap` is what it says and what its author may not mean. */
export type Flaw = { readonly kind: 'neverFails' | 'neverHolds' | 'trap'; readonly why: string };

export type Rule = {
  readonly name: string;
  readonly type: string;
  /** `growing`: players may still be added, so that what they can mend cannot be told yet. */
  readonly holds: (match: MatchView, growing: boolean) => Holds;
  /** At least how many more players must come before it can hold; 0 also when that cannot be told. */
  readonly missing?: ((match: MatchView) => number) | undefined;
  readonly explain: (match: MatchView) => Measured;
  readonly bound?: Bound | undefined;
  readonly sort?: Sort | undefined;
  /** Names of the rules that are judged only inside this one. */
  readonly parts: readonly string[];
  readonly flaws: readonly Flaw[];
};

export type RuleContext = Omit<ExpressionContext, 'aggregationOf'> & {
  readonly slotOf: SlotOf;
  /** Rules that stand before it, by name. */
  readonly earlier: ReadonlyMap<string, Rule>;
};

/** One kind of rules; every file of this folder that defines a kind has this shape. */
export type RuleKind = {
  readonly type: string;
  /** Members of its JSON beside `name`, `type` and `description`. */
  readonly fields: readonly string[];
  /** Those that an expansion may replace. */
  readonly expandable: readonly string[];
  /** Those that may stand in a match of more than 40 players; undefined when the kind may not. */
  readonly large?: readonly string[] | undefined;
  /** Undefined after telling what is wrong. */
  readonly parse: (fields: Fields, context: RuleContext, name: string) => Rule | undefined;
};

type KindOf<Data> = Omit<RuleKind, 'parse'> & {
  parse: (fields: Fields, context: RuleContext) => Data | undefined;
  holds: (data: Data, match: MatchView, growing: boolean) => Holds;
  missing?: (data: Data, match: MatchView) => number;
  explain: (data: Data, match: MatchView) => Measured;
  bound?: (data: Data) => Bound | undefined;
  sort?: (data: Data) => Sort;
  parts?: (data: Data) => readonly string[];
  flaws?: (data: Data, context: RuleContext) => readonly Flaw[];
};

/** Binds what was parsed to what judges it, so that the rest of the library needs no kind's own type. */
export function defineRule<Data>(kind: KindOf<Data>): RuleKind {
  const { type, fields, expandable, large } = kind;
  const parse: RuleKind['parse'] = (from, context, name) => {
    const data = kind.parse(from, context);
    if (data === undefined) return undefined;
    const { missing } = kind;
    return {
      name,
      type,
      holds: (match, growing) => kind.holds(data, match, growing),
      missing: missing && ((match) => missing(data, match)),
      explain: (match) => kind.explain(data, match),
      bound: kind.bound?.(data),
      sort: kind.sort?.(data),
      parts: kind.parts?.(data) ?? [],
      flaws: kind.flaws?.(data, context) ?? [],
    };
  };
  return { type, fields, expandable, large, parse };
}
