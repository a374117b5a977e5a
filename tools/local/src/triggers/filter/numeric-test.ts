import { FilterPatternError } from '../delivery/errors.ts';

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** The test of `{"numeric": [">", 10, "<=", 20]}`: one or two comparisons, all of which must hold. */
export function numericTest(operand: unknown, path: string): (leaf: unknown) => boolean {
  if (!Array.isArray(operand) || ![2, 4].includes(operand.length)) {
    throw new FilterPatternError(path, 'expects one or two comparisons, such as [">", 10, "<=", 20]');
  }
  const tests = [operand.slice(0, 2), operand.slice(2)].filter((pair) => pair.length === 2).map(comparison);
  return (leaf) => typeof leaf === 'number' && tests.every((test) => test(leaf));

  function comparison([sign, bound]: unknown[]): (value: number) => boolean {
    const compare =
      typeof sign === 'string' && Object.hasOwn(comparisons, sign) ? comparisons[sign] : undefined;
    if (compare === undefined)
      throw new FilterPatternError(path, `comparison "${String(sign)}" is not supported`);
    if (typeof bound !== 'number') throw new FilterPatternError(path, 'a comparison expects a number');
    return (value) => compare(value, bound);
  }
}
