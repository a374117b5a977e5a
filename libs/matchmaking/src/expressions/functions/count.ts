import type { ExpressionFunction, Value } from '../expression.ts';

function countIn(value: Value, depth: number): Value {
  if (typeof value !== 'object') return undefined;
  if (depth > 1) return value.map((each) => countIn(each, depth - 1));
  return value.filter((each) => each !== undefined).length;
}

/** How many elements each innermost list has. */
export const count: ExpressionFunction = {
  takes: 'a list',
  resultOf: ({ depth }) => (depth > 0 ? { of: 'number', depth: depth - 1 } : undefined),
  apply: (value, { depth }) => countIn(value, depth),
};
