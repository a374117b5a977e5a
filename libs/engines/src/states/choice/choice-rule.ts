import { runtimeFailure } from '../failure.ts';
import { follow, type Scope } from '../path/scope.ts';
import { comparison } from './comparisons.ts';

/** A rule of a Choice state in JSONPath: a comparison, or And, Or and Not of rules. */
export type ChoiceRule = Readonly<Record<string, unknown>>;

const AROUND = new Set(['Variable', 'Next', 'Comment', 'Assign', 'Output']);

/** A rule holds. Throws `States.Runtime` for a variable or an operand that is not there. */
export function ruleHolds(rule: ChoiceRule, scope: Scope): boolean {
  const { And, Or, Not } = rule as { And?: ChoiceRule[]; Or?: ChoiceRule[]; Not?: ChoiceRule };
  if (And) return And.every((each) => ruleHolds(each, scope));
  if (Or) return Or.some((each) => ruleHolds(each, scope));
  if (Not) return !ruleHolds(Not, scope);
  const [name, operand] = comparisonIn(rule);
  const path = String(rule['Variable']);
  if (name === 'IsPresent') return 'value' in follow(path, scope) === operand;
  const value = present(path, scope);
  const operandPath = name.endsWith('Path');
  const compare = comparison(operandPath ? name.slice(0, -'Path'.length) : name);
  if (compare === undefined) throw runtimeFailure(`The Choice rule has no such comparison: ${name}`);
  return compare(value, operandPath ? present(String(operand), scope) : operand);
}

/** What a rule compares with: the name and the operand. Throws `States.Runtime` when there is none. */
function comparisonIn(rule: ChoiceRule): [string, unknown] {
  const [found, ...more] = Object.entries(rule).filter(([name]) => !AROUND.has(name));
  if (found === undefined || more.length > 0)
    throw runtimeFailure('A Choice rule has exactly one comparison');
  return found;
}

function present(path: string, scope: Scope): unknown {
  const found = follow(path, scope);
  if ('value' in found) return found.value;
  throw runtimeFailure(
    `Invalid path '${path}': The choice state's condition path references an invalid value.`,
  );
}
