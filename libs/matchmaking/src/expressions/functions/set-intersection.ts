import type { ExpressionFunction, Value } from '../expression.ts';

function common(value: Value, depth: number): Value {
  if (typeof value !== 'object') return undefined;
  if (depth > 2) return value.map((each) => common(each, depth - 1));
  const [first, ...others] = value.filter((each) => typeof each === 'object');
  return first && [...new Set(first)].filter((each) => others.every((other) => other.includes(each)));
}

/** The strings that stand in every one of the lists. */
export const set_intersection: ExpressionFunction = {
  takes: 'a list of lists of strings',
  resultOf: ({ of, depth }) => (of === 'string' && depth > 1 ? { of, depth: depth - 1 } : undefined),
  apply: (value, { depth }) => common(value, depth),
};
