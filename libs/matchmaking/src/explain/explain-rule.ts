import { type Lineup, needsMore, openPlaces } from '../matchmaker/lineup.ts';
import type { RuleSet, Version } from '../rule-set/rule-set.ts';
import type { Rule } from '../rules/rule.ts';
import type { RuleExplanation } from './explanation.ts';

/** One rule in one match: now, and at the first second at which it holds. */
export function explainRule(
  rule: Rule,
  lineup: Lineup,
  { ruleSet, now }: { ruleSet: RuleSet; now: Version },
  isGrowing: boolean,
): RuleExplanation {
  const { name, type } = rule;
  const holdsAt = (version: Version, of: Rule | undefined) =>
    isGrowing && of && needsMore(of, lineup, openPlaces(lineup, version))
      ? false
      : of?.holds(lineup, isGrowing);
  const holds = holdsAt(now, rule);
  const { measured, judged, by } = rule.explain(lineup);
  const passing = ruleSet.versions.find((version) => holdsAt(version, ruleIn(version, name)) !== false);
  const passes = passing && {
    seconds: passing.fromSeconds,
    steps: stepsAt(passing.fromSeconds, rule, ruleSet),
  };
  const short = holds === false && by !== undefined ? ` by ${Math.round(by * 1000) / 1000}` : '';
  const steps = passes && passes.steps.length > 0 ? ` (${passes.steps.join(', ')})` : '';
  const when = passes ? `passes at ${passes.seconds} s${steps}` : 'never passes';
  const text = `${measured}: ${name} ${judged}${short}, ${when}`;
  return { rule: name, type, holds, measured, judged, by: holds === false ? by : undefined, passes, text };
}

function ruleIn({ rules }: Version, name: string): Rule | undefined {
  return rules.find((rule) => rule.name === name);
}

/** The steps of this rule, or of the parts of a compound one, that begin at this second. */
function stepsAt(seconds: number, { name, parts }: Rule, { expansions }: RuleSet): string[] {
  const names = [name, ...parts];
  return expansions.flatMap(({ target, steps }) => {
    const targets = target
      .slice(target.indexOf('[') + 1, target.indexOf(']'))
      .split(',')
      .map((each) => each.trim());
    const step = steps.find(({ waitTimeSeconds }) => waitTimeSeconds === seconds);
    const isOwn = target.startsWith('rules[') && targets.some((each) => names.includes(each));
    return step && isOwn ? [`${target} ${JSON.stringify(step.value)}`] : [];
  });
}
