import type { Dialect } from './dialect.ts';
import { EventPatternError } from './errors.ts';
import type { Test } from './values.ts';

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** The test of `{"numeric": [">", 10, "<=", 20]}`: one or two comparisons, all of which must hold. */
export function numericTest(operand: unknown, { largest }: Pick<Dialect, 'largest'>, path: string): Test {
  if (!Array.isArray(operand) || ![2, 4].includes(operand.length)) {
    throw new EventPatternError(path, 'expects one or two comparisons, such as [">", 10, "<=", 20]');
  }
  const tests = [operand.slice(0, 2), operand.slice(2)].filter((pair) => pair.length === 2).map(comparison);
  return (leaf) => typeof leaf === 'number' && tests.every((test) => test(leaf));

  function comparison([sign, bound]: unknown[]): (value: number) => boolean {
    const compare =
      typeof sign === 'string' && Object.hasOwn(comparisons, sign) ? comparisons[sign] : undefined;
    if (compare === undefined)
      throw new EventPatternError(path, `comparison "${String(sign)}" is not supported`);
    if (typeof bound !== 'number') throw new EventPatternError(path, 'a comparison expects a number');
    if (Math.abs(bound) > largest)
      throw new EventPatternError(path, `a number is between -${largest} and ${largest}`);
    return (value) => compare(value, bound);
  }
}
