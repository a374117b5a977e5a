import { readTimestamp } from './timestamp.ts';

type Order = 'Equals' | 'LessThan' | 'GreaterThan' | 'LessThanEquals' | 'GreaterThanEquals';
const ORDERS: Readonly<Record<Order, (sign: number) => boolean>> = {
  Equals: (sign) => sign === 0,
  LessThan: (sign) => sign < 0,
  GreaterThan: (sign) => sign > 0,
  LessThanEquals: (sign) => sign <= 0,
  GreaterThanEquals: (sign) => sign >= 0,
};

/** The sign of left minus right; undefined when one of them is of another type. */
const TYPES: Readonly<Record<string, (left: unknown, right: unknown) => number | undefined>> = {
  String: (left, right) =>
    typeof left === 'string' && typeof right === 'string' ? signOf(left, right) : undefined,
  Numeric: (left, right) =>
    typeof left === 'number' && typeof right === 'number' ? signOf(left, right) : undefined,
  Timestamp: (left, right) => {
    const [one, other] = [readTimestamp(left), readTimestamp(right)];
    if (one === undefined || other === undefined) return undefined;
    return signOf(one.seconds, other.seconds) || signOf(one.nanoseconds, other.nanoseconds);
  },
};

const TESTS: Readonly<Record<string, (value: unknown) => boolean>> = {
  IsNull: (value) => value === null,
  IsString: (value) => typeof value === 'string',
  IsNumeric: (value) => typeof value === 'number',
  IsBoolean: (value) => typeof value === 'boolean',
  IsTimestamp: (value) => readTimestamp(value) !== undefined,
};

/** Two values fit a comparison such as `NumericLessThan`; undefined when there is no such comparison. */
export function comparison(name: string): ((value: unknown, operand: unknown) => boolean) | undefined {
  if (name === 'StringMatches') return matches;
  if (name === 'BooleanEquals') return (value, operand) => typeof value === 'boolean' && value === operand;
  const test = Object.hasOwn(TESTS, name) ? TESTS[name] : undefined;
  if (test) return (value, operand) => test(value) === operand;
  const [, type = '', order = ''] = /^(String|Numeric|Timestamp)([A-Za-z]+)$/.exec(name) ?? [];
  const compare = TYPES[type];
  if (compare === undefined || !Object.hasOwn(ORDERS, order)) return undefined;
  const holds = ORDERS[order as Order];
  return (value, operand) => {
    const sign = compare(value, operand);
    return sign !== undefined && holds(sign);
  };
}

function signOf<Value extends string | number>(left: Value, right: Value): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** `*` stands for any characters, `\*` for itself. The time is that of the text times that of the pattern at most. */
function matches(value: unknown, pattern: unknown): boolean {
  if (typeof value !== 'string' || typeof pattern !== 'string') return false;
  const [first = '', ...rest] = literalParts(pattern);
  const last = rest.pop();
  if (last === undefined) return value === first;
  if (!value.startsWith(first) || !value.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= value.length - last.length;
}

/** What stands between the wildcards of a pattern. */
function literalParts(pattern: string): string[] {
  const parts = [''];
  for (const [token] of pattern.matchAll(/\\[*\\]|[\s\S]/g)) {
    if (token === '*') parts.push('');
    else parts.push((parts.pop() ?? '') + token.slice(token.length - 1));
  }
  return parts;
}
