import { StateFailure } from '../failure.ts';
import { parseSteps } from './json-path.ts';
import { isObject } from './select.ts';

/**
 * A copy of `input` with `result` at a reference path such as `$.a.b`; what is missing on the way is made. Throws
 * `States.ResultPathMatchFailure` where the way leads through a value that is no object.
 */
export function putAt(input: unknown, path: string, result: unknown): unknown {
  const keys = parseSteps(path.slice(1)).flatMap((step): (string | number)[] =>
    step.kind === 'names' ? step.names : step.kind === 'indices' ? step.indices : [],
  );
  if (keys.length === 0) return result;
  return put(input, keys, result, () => {
    const shown = JSON.stringify(input);
    return new StateFailure(
      'States.ResultPathMatchFailure',
      `Unable to apply reference path "${path}" to input ${shown}`,
      'definition',
    );
  });
}

function put(at: unknown, keys: (string | number)[], result: unknown, failure: () => StateFailure): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return result;
  if (typeof key === 'number') {
    if (!Array.isArray(at) || key < 0 || key >= at.length) throw failure();
    return at.map((each: unknown, index) => (index === key ? put(each, rest, result, failure) : each));
  }
  if (at !== undefined && !isObject(at)) throw failure();
  const inner = at !== undefined && Object.hasOwn(at, key) ? at[key] : undefined;
  return { ...at, ...Object.fromEntries([[key, put(inner, rest, result, failure)]]) };
}
