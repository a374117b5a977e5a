import type { ExpressionFunction, Value } from '../expression.ts';

/** One level of lists less. */
export const flatten: ExpressionFunction = {
  takes: 'a list of lists',
  resultOf: ({ of, depth }) => (depth > 1 ? { of, depth: depth - 1 } : undefined),
  apply: (value) => {
    if (typeof value !== 'object') return undefined;
    const flat: Value[] = [];
    for (const each of value) if (typeof each === 'object') for (const inner of each) flat.push(inner);
    return flat;
  },
};
