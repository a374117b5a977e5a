import { createHash, randomUUID } from 'node:crypto';
import { ARRAY_FUNCTIONS } from '../template/array-functions.ts';
import { TEXT_FUNCTIONS } from '../template/text-functions.ts';

/**
 * What Step Functions adds to JSONata; `$eval` is not there.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export const ADDED_FUNCTIONS: Readonly<Record<string, (...given: unknown[]) => unknown>> = {
  partition: (array, size) => call(ARRAY_FUNCTIONS, 'ArrayPartition', array, size),
  range: (first, last, step) => call(ARRAY_FUNCTIONS, 'ArrayRange', first, last, step),
  hash: (data, algorithm) => call(TEXT_FUNCTIONS, 'Hash', data, algorithm),
  random: (seed) =>
    typeof seed === 'number'
      ? createHash('sha256').update(String(seed)).digest().readUInt32BE(0) / 2 ** 32
      : Math.random(),
  uuid: () => randomUUID(),
  parse: (text) => JSON.parse(String(text)) as unknown,
  eval: () => {
    throw new TypeError('The function $eval is not supported');
  },
};

function call(
  functions: Readonly<Record<string, (...given: unknown[]) => unknown>>,
  name: string,
  ...given: unknown[]
): unknown {
  return functions[name]?.(...given);
}
