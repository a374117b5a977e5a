import type { Slot } from '../expressions/match-view.ts';
import type { AttributeType } from '../expressions/property.ts';
import type { AttributeValue } from '../matchmaker/ticket.ts';
import type { Rule } from '../rules/rule.ts';

export type Attribute = { readonly type: AttributeType; readonly default?: AttributeValue | undefined };

export type Algorithm = {
  readonly strategy: 'exhaustiveSearch' | 'balanced';
  readonly batchingPreference: 'random' | 'sorted' | 'largestPopulation' | 'fastestRegion';
  /** The slots of `sortByAttributes` and of `balancedAttribute`. */
  readonly sortBy: readonly number[];
  readonly balanceBy?: number | undefined;
  /** Whose wait counts for expansions: that of the ticket that came last, or first. */
  readonly expansionAgeSelection: 'newest' | 'oldest';
  readonly backfillPriority: 'normal' | 'high' | 'low';
};

/** One team of a match; `base` is the name of its definition, such as `trio` of `trio_1`. */
export type Team = {
  readonly name: string;
  readonly base: string;
  readonly minPlayers: number;
  readonly maxPlayers: number;
};

export type Expansion = {
  /** As written: `rules[FairTeamSkill].maxDistance`. */
  readonly target: string;
  readonly steps: readonly { readonly waitTimeSeconds: number; readonly value: unknown }[];
};

/** Teams and rules as they are from some second on, with every step up to there. */
export type Version = {
  readonly fromSeconds: number;
  readonly teams: readonly Team[];
  /** In the order of the rule set. */
  readonly rules: readonly Rule[];
  /** Those that a match must hold: all but those that stand only inside compound rules. */
  readonly judged: readonly Rule[];
};

/** A rule set that has been read, with the version that counts after each time of waiting. */
export type RuleSet = {
  readonly name?: string | undefined;
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly algorithm: Algorithm;
  readonly expansions: readonly Expansion[];
  /** Teams and rules as written, before any expansion. */
  readonly definitions: { readonly teams: readonly unknown[]; readonly rules: readonly unknown[] };
  /** True when a match may have more than 40 players. */
  readonly isLarge: boolean;
  /** By their second; the first one is of second 0. */
  readonly versions: readonly [Version, ...Version[]];
  /** What is computed of each ticket, by slot number. */
  readonly slots: readonly Slot[];
};

/**
 * The place of the version that counts after so many seconds of waiting. A step counts from its second on, that second
 * included, which AWS does not say.
 */
export function levelAt({ versions }: RuleSet, seconds: number): number {
  return Math.max(
    0,
    versions.findLastIndex(({ fromSeconds }) => fromSeconds <= seconds),
  );
}
