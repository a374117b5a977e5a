import type { ExpressionFunction } from '../expression.ts';

/** One level of lists less. */
export const flatten: ExpressionFunction = {
  takes: 'a list of lists',
  resultOf: ({ of, depth }) => (depth > 1 ? { of, depth: depth - 1 } : undefined),
  apply: (value) => (typeof value === 'object' ? value.flatMap((each) => each ?? []) : undefined),
};
