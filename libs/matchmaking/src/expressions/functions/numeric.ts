import type { ExpressionFunction, Tally, Value } from '../expression.ts';

/**
 * A function from numbers to a number, applied to each innermost list. AWS says nothing about a list without numbers:
 * here it has no value yet, so that a match can grow from its first player.
 */
export function numeric(
  compute: (numbers: readonly number[]) => number,
  ofTally?: (tally: Tally) => number,
): ExpressionFunction {
  const apply = (value: Value, depth: number): Value => {
    if (typeof value !== 'object') return undefined;
    if (depth > 1) return value.map((each) => apply(each, depth - 1));
    const numbers: number[] = [];
    for (const each of value) if (typeof each === 'number') numbers.push(each);
    return numbers.length === 0 ? undefined : compute(numbers);
  };
  return {
    takes: 'a list of numbers',
    resultOf: ({ of, depth }) => (of === 'number' && depth > 0 ? { of, depth: depth - 1 } : undefined),
    apply: (value, { depth }) => apply(value, depth),
    ofTally,
  };
}

export function sumOf(numbers: readonly number[]): number {
  let total = 0;
  for (const each of numbers) total += each;
  return total;
}

export function averageOf(numbers: readonly number[]): number {
  return sumOf(numbers) / numbers.length;
}
