import { conditionOperators, negatedOperators } from './condition-operators.ts';

/** Facts about a request that conditions may ask for: `aws:SecureTransport`, `aws:PrincipalArn`. */
export type RequestContext = Readonly<Record<string, string>>;

/** Operator, then context key, then the expected values. */
type ConditionBlock = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Whether the evaluator knows an operator, such as `StringLike` or `ArnNotEqualsIfExists`. */
export function isSupportedOperator(name: string): boolean {
  const { base } = parts(name);
  return base === 'Null' || conditionOperators.has(base) || negatedOperators.has(base);
}

/** Whether every condition of a statement holds: all operators and keys, one value of each. */
export function conditionsHold(block: ConditionBlock, context: RequestContext): boolean {
  return Object.entries(block).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) => holds(operator, expected, valueOf(key, context))),
  );
}

function holds(name: string, expected: readonly string[], actual: string | undefined): boolean {
  const { base, ifExists } = parts(name);
  if (base === 'Null') return expected.includes(String(actual === undefined));
  const negated = negatedOperators.get(base);
  // A key that the request does not have answers no operator, and so every negated one.
  if (actual === undefined) return ifExists || negated !== undefined;
  const operator = conditionOperators.get(negated ?? base);
  if (operator === undefined)
    throw new Error(`condition operator "${name}" is not supported by the local stack`);
  const matched = expected.some((value) => operator(value, actual));
  return negated === undefined ? matched : !matched;
}

/** Context keys are compared without regard to case. */
function valueOf(key: string, context: RequestContext): string | undefined {
  const wanted = key.toLowerCase();
  return Object.entries(context).find(([name]) => name.toLowerCase() === wanted)?.[1];
}

function parts(name: string): { base: string; ifExists: boolean } {
  const base = name.replace(/IfExists$/, '');
  return { base, ifExists: base !== name };
}
