import { isDeepStrictEqual } from 'node:util';
import { IntrinsicError } from '../failure.ts';

const MOST_ITEMS = 1_000;

/** https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html, the functions of arrays. */
export const ARRAY_FUNCTIONS: Readonly<Record<string, (...given: unknown[]) => unknown>> = {
  Array: (...items) => items,
  ArrayPartition: (array, size) => {
    const items = arrayOf(array);
    const most = integerOf(size, 'the chunk size');
    if (most < 1) throw new IntrinsicError('The chunk size must be a positive number');
    return Array.from({ length: Math.ceil(items.length / most) }, (_, index) =>
      items.slice(index * most, (index + 1) * most),
    );
  },
  ArrayContains: (array, item) => arrayOf(array).some((each) => isDeepStrictEqual(each, item)),
  ArrayRange: (first, last, step) => {
    const [from, to, by] = [first, last, step].map((each) => integerOf(each, 'a bound')) as [
      number,
      number,
      number,
    ];
    if (by === 0) throw new IntrinsicError('The step must not be zero');
    const length = Math.max(0, Math.floor((to - from) / by) + 1);
    if (length > MOST_ITEMS) throw new IntrinsicError(`A range has at most ${MOST_ITEMS} items`);
    return Array.from({ length }, (_, index) => from + index * by);
  },
  ArrayGetItem: (array, index) => {
    const items = arrayOf(array);
    const place = integerOf(index, 'the index');
    if (place < 0 || place >= items.length) throw new IntrinsicError('The index is out of range');
    return items[place];
  },
  ArrayLength: (array) => arrayOf(array).length,
  ArrayUnique: (array) => {
    const kept: unknown[] = [];
    for (const each of arrayOf(array))
      if (!kept.some((other) => isDeepStrictEqual(other, each))) kept.push(each);
    return kept;
  },
};

function arrayOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  throw new IntrinsicError('The first argument must be an array');
}

/** Numbers that are no integers are rounded, as Java does. */
function integerOf(value: unknown, what: string): number {
  if (typeof value === 'number') return Math.round(value) + 0;
  throw new IntrinsicError(`${what} must be a number`);
}
