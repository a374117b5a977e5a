import type { RuleSet, Version } from '../rule-set/rule-set.ts';
import { type Entrant, readEntrants } from './entrant.ts';
import { versionOf } from './grow-match.ts';
import { add, emptyLineup, type Lineup, teamsFor } from './lineup.ts';
import type { Ticket } from './ticket.ts';

/** How often a rule was met and not met while matches were looked for. */
export type RuleMetric = {
  readonly ruleName: string;
  readonly passedCount: number;
  readonly failedCount: number;
};

/**
 * `ruleEvaluationMetrics` of a match: each rule judged once for each ticket that joined, in that order. AWS does not
 * say what is counted; a compound rule counts once, its parts do not.
 */
export function metricsOf(match: Lineup, version: Version): RuleMetric[] {
  const replay = emptyLineup(version.teams);
  const counts = version.judged.map((rule) => ({ rule, passed: 0, failed: 0 }));
  for (const entrant of match.entrants) {
    const [first] = entrant.parties;
    add(
      replay,
      entrant,
      match.teams.findIndex(({ parties }) => first && parties.includes(first.party)),
    );
    for (const count of counts) {
      if (count.rule.holds(replay, false) === false) count.failed += 1;
      else count.passed += 1;
    }
  }
  return counts.map(({ rule, passed, failed }) => ({
    ruleName: rule.name,
    passedCount: passed,
    failedCount: failed,
  }));
}

/** Other tickets that one is compared with when its time is over. */
const MAX_OTHERS = 20;

/** The same for a ticket that found no match: each rule judged once with each of the 20 tickets that waited longest. */
export function waitMetrics(
  ruleSet: RuleSet,
  waiting: readonly Ticket[],
  now: number,
): (ticket: Ticket) => RuleMetric[] {
  const { entrants } = readEntrants(ruleSet, waiting.slice(0, MAX_OTHERS + 1), now);
  return (ticket) => {
    const counts = ruleSet.versions[0].judged.map(({ name }) => ({
      ruleName: name,
      passedCount: 0,
      failedCount: 0,
    }));
    const [own] = readEntrants(ruleSet, [ticket], now).entrants;
    const others = entrants.filter((each) => each.ticket !== ticket).slice(0, MAX_OTHERS);
    for (const other of own ? others : [])
      judgePair(
        [own, other].filter((each) => each !== undefined),
        ruleSet,
        counts,
      );
    return counts;
  };
}

function judgePair(
  pair: readonly Entrant[],
  ruleSet: RuleSet,
  counts: { passedCount: number; failedCount: number }[],
): void {
  const version = versionOf(ruleSet, pair);
  const lineup = emptyLineup(version.teams);
  for (const entrant of pair) add(lineup, entrant, teamsFor(lineup, entrant, version)[0] ?? 0);
  for (const [index, rule] of version.judged.entries()) {
    const count = counts[index];
    if (count) count[rule.holds(lineup, true) === false ? 'failedCount' : 'passedCount'] += 1;
  }
}
