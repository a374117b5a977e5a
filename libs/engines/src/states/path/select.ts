import { isDeepStrictEqual } from 'node:util';
import { isDefinite } from './json-path.ts';
import type { Filter, Operand, Step } from './step.ts';

/** What a path leads to; `missing` says, in the words of Step Functions, why it leads to nothing. */
export type Selection = { value: unknown } | { missing: string };

/** A definite path leads to its value; any other to the array of all that it finds, which may be empty. */
export function select(root: unknown, steps: readonly Step[]): Selection {
  if (!isDefinite(steps)) return { value: findAll(root, steps, root) };
  let at = root;
  let place = '$';
  for (const [index, step] of steps.entries()) {
    const [key] = keysOf(step);
    place += typeof key === 'string' ? `['${key}']` : `[${String(key)}]`;
    const [found] = children(at, step, root);
    if (found === undefined) {
      const last = index === steps.length - 1;
      return { missing: last ? `No results for path: ${place}` : `Missing property in path ${place}` };
    }
    at = found.value;
  }
  return { value: at };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function keysOf(step: Step): (string | number)[] {
  return step.kind === 'names' ? step.names : step.kind === 'indices' ? step.indices : [];
}

function findAll(from: unknown, steps: readonly Step[], root: unknown): unknown[] {
  let found = [from];
  for (const step of steps)
    found = found.flatMap((each) => children(each, step, root).map(({ value }) => value));
  return found;
}

function children(at: unknown, step: Step, root: unknown): { value: unknown }[] {
  switch (step.kind) {
    case 'names':
      return isObject(at)
        ? step.names.filter((name) => Object.hasOwn(at, name)).map((name) => ({ value: at[name] }))
        : [];
    case 'indices':
      return Array.isArray(at) ? step.indices.flatMap((index) => elementOf(at, index)) : [];
    case 'slice':
      return Array.isArray(at) ? at.slice(step.from, step.to).map((value: unknown) => ({ value })) : [];
    case 'all':
      return valuesOf(at).map((value) => ({ value }));
    case 'deep':
      return descendants(at).map((value) => ({ value }));
    case 'filter':
      return (Array.isArray(at) ? (at as unknown[]) : [at])
        .filter((each) => holds(step.filter, each, root))
        .map((value) => ({ value }));
  }
}

function elementOf(array: readonly unknown[], index: number): { value: unknown }[] {
  const place = index < 0 ? array.length + index : index;
  return place >= 0 && place < array.length ? [{ value: array[place] }] : [];
}

function valuesOf(at: unknown): unknown[] {
  if (Array.isArray(at)) return at as unknown[];
  return isObject(at) ? Object.values(at) : [];
}

function descendants(at: unknown): unknown[] {
  const found: unknown[] = [];
  const waiting = [at];
  while (waiting.length > 0) {
    const next = waiting.pop();
    found.push(next);
    for (const value of valuesOf(next).toReversed()) waiting.push(value);
  }
  return found;
}

function holds(filter: Filter, item: unknown, root: unknown): boolean {
  switch (filter.kind) {
    case 'or':
      return filter.parts.some((part) => holds(part, item, root));
    case 'and':
      return filter.parts.every((part) => holds(part, item, root));
    case 'not':
      return !holds(filter.part, item, root);
    case 'present':
      return valueOf(filter.of, item, root) !== undefined;
    case 'compare':
      return compares(filter.operator, valueOf(filter.left, item, root), valueOf(filter.right, item, root));
  }
}

function valueOf(operand: Operand, item: unknown, root: unknown): unknown {
  if ('literal' in operand) return operand.literal;
  const found = select(operand.from === '@' ? item : root, operand.steps);
  return 'value' in found ? found.value : undefined;
}

function compares(operator: string, left: unknown, right: unknown): boolean {
  if (operator === '==') return isDeepStrictEqual(left, right);
  if (operator === '!=') return !isDeepStrictEqual(left, right);
  const comparable =
    (typeof left === 'number' && typeof right === 'number') ||
    (typeof left === 'string' && typeof right === 'string');
  if (!comparable) return false;
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  return operator === '>' ? left > right : left >= right;
}
