import { isObject, numberFrom, shown } from '../rule-set/json-fields.ts';
import type { Expansion, RuleSet } from '../rule-set/rule-set.ts';
import { type Finding, finding } from './finding.ts';

/** Steps that never count or change nothing, and those that make a rule stricter. */
export function lintExpansions(
  { expansions, definitions }: RuleSet,
  requestTimeoutSeconds = Number.POSITIVE_INFINITY,
): Finding[] {
  return expansions.flatMap(({ target, steps }, index) => {
    const path = `expansions[${index}]`;
    const later = expansions.findLastIndex((each) => each.target === target);
    if (later > index)
      return [
        finding(
          'error',
          `${path}.target`,
          `${target} is expanded again in expansions[${later}]: these steps are lost`,
        ),
      ];
    return lintSteps(path, { target, steps }, valuesOf(target, definitions), requestTimeoutSeconds);
  });
}

function lintSteps(
  path: string,
  { target, steps }: Expansion,
  values: readonly unknown[],
  timeout: number,
): Finding[] {
  let before = values;
  return steps.flatMap(({ waitTimeSeconds, value }, index) => {
    const at = `${path}.steps[${index}]`;
    const found: Finding[] = [];
    if (waitTimeSeconds > timeout)
      found.push(
        finding(
          'error',
          at,
          `never counts: it waits ${waitTimeSeconds} s, and a request times out after ${timeout} s`,
        ),
      );
    else if (waitTimeSeconds === 0)
      found.push(finding('warning', at, `counts at once: the value in the rule set itself never does`));
    if (before.length > 0 && before.every((each) => isSame(each, value)))
      found.push(finding('warning', at, `changes nothing: ${target} is ${shown(value)} before it`));
    else if (before.some((each) => isStricter(target, each, value)))
      found.push(finding('warning', at, `makes ${target} stricter: who waits longer matches less`));
    before = [value];
    return found;
  });
}

/** The values that a target has before its first step; none where the rule set does not say. */
function valuesOf(target: string, definitions: RuleSet['definitions']): unknown[] {
  const names = target
    .slice(target.indexOf('[') + 1, target.indexOf(']'))
    .split(',')
    .map((each) => each.trim());
  const field = target.slice(target.lastIndexOf('.') + 1);
  const listed = target.startsWith('teams') ? definitions.teams : definitions.rules;
  return listed.flatMap((each) =>
    isObject(each) && names.includes(String(each['name'])) && Object.hasOwn(each, field) ? [each[field]] : [],
  );
}

function isSame(a: unknown, b: unknown): boolean {
  const [one, other] = [numberFrom(a), numberFrom(b)];
  return one === undefined ? JSON.stringify(a) === JSON.stringify(b) : one === other;
}

function isStricter(target: string, before: unknown, after: unknown): boolean {
  const [one, other] = [numberFrom(before), numberFrom(after)];
  if (one === undefined || other === undefined || target.endsWith('referenceValue')) return false;
  return target.includes('].max') ? other < one : other > one;
}
