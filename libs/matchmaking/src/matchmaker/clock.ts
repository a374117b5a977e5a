import { type RuleSet, type Version, versionAt } from '../rule-set/rule-set.ts';
import type { Entrant } from './entrant.ts';

/** Teams and rules for these tickets at one moment, by the wait of the one that came last or first. */
export type VersionOf = (entrants: readonly Entrant[]) => Version;

/** Expansions count whole rounds of time: `now` and start times are milliseconds since 1970. */
export function versionsAt(ruleSet: RuleSet, now: number): VersionOf {
  const secondsOf = clockOf(ruleSet);
  return (entrants) => versionAt(ruleSet, secondsOf(entrants, now));
}

/** How many seconds count for expansions. A ticket from the future has waited 0 seconds. */
export function clockOf({ algorithm }: RuleSet): (entrants: readonly Entrant[], now: number) => number {
  const isNewest = algorithm.expansionAgeSelection === 'newest';
  return (entrants, now) => {
    let from = isNewest ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    for (const { ticket } of entrants)
      from = isNewest ? Math.max(from, ticket.startTime) : Math.min(from, ticket.startTime);
    return Math.max(0, (now - from) / 1000);
  };
}
