import { RuleSetError } from '../errors.ts';
import { parseRuleSet } from '../rule-set/parse-rule-set.ts';
import type { RuleSet } from '../rule-set/rule-set.ts';
import type { Flaw } from '../rules/rule.ts';
import { type Finding, finding } from './finding.ts';
import { lintExpansions } from './lint-expansions.ts';
import { repeatedKeys } from './repeated-keys.ts';

/** What is known beside the rule set; each makes more findings possible. */
export type LintOptions = {
  /** Of the configuration that uses the rule set: steps after it never count. */
  readonly requestTimeoutSeconds?: number;
  /** Names of the attributes that players send. */
  readonly sentAttributes?: readonly string[];
};

/** Everything that is wrong or odd in a rule set, errors first: with an error it does not do what it says. */
export function lintRuleSet(text: string, options: LintOptions = {}): Finding[] {
  const repeated = isJson(text)
    ? repeatedKeys(text).map(({ path, message }) => finding('error', path, message))
    : [];
  let ruleSet: RuleSet;
  try {
    ruleSet = parseRuleSet(text);
  } catch (error) {
    if (!(error instanceof RuleSetError)) throw error;
    // A problem may come from a value that a repeated key lost.
    return [...repeated, ...error.problems.map(({ path, message }) => finding('error', path, message))];
  }
  const found = [
    ...repeated,
    ...lintAttributes(ruleSet, options),
    ...lintRules(ruleSet),
    ...lintExpansions(ruleSet, options.requestTimeoutSeconds),
  ];
  return [
    ...found.filter(({ severity }) => severity === 'error'),
    ...found.filter(({ severity }) => severity !== 'error'),
  ];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function lintAttributes({ attributes }: RuleSet, { sentAttributes }: LintOptions): Finding[] {
  const declared = [...attributes].flatMap(([name, { default: byDefault }], index): Finding[] => {
    if (byDefault !== undefined) return [];
    const path = `playerAttributes[${index}]`;
    if (!sentAttributes)
      return [
        finding(
          'warning',
          path,
          `${name} has no default: a ticket with a player who does not bring it never matches`,
        ),
      ];
    return sentAttributes.includes(name)
      ? []
      : [finding('error', path, `${name} has no default and no player sends it: no ticket ever matches`)];
  });
  const unknown = sentAttributes?.filter((name) => !attributes.has(name)) ?? [];
  return [
    ...declared,
    ...unknown.map((name) =>
      finding('warning', 'playerAttributes', `${name} is sent and not declared: no rule can read it`),
    ),
  ];
}

/** A flaw counts that all versions have: what an expansion changes is no flaw of the rule. */
function lintRules({ versions }: RuleSet): Finding[] {
  return versions[0].rules.flatMap(({ name, flaws }, index) => {
    const everywhere = flaws.filter(({ kind }) =>
      versions.every(({ rules }) =>
        rules.find((rule) => rule.name === name)?.flaws.some((flaw) => flaw.kind === kind),
      ),
    );
    return everywhere.map((flaw) => flawFinding(`rules[${index}]`, name, flaw));
  });
}

function flawFinding(path: string, name: string, { kind, why }: Flaw): Finding {
  if (kind === 'neverHolds') return finding('error', path, `${name} can never hold: ${why}`);
  return finding(
    'warning',
    path,
    kind === 'neverFails' ? `${name} can never fail: ${why}` : `${name}: ${why}`,
  );
}
