import type { Version } from '../rule-set/rule-set.ts';
import type { Lineup } from './lineup.ts';
import { add, emptyLineup } from './lineup.ts';

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
