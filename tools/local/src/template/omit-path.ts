import type { Json } from '../template/template.ts';

/** A copy of a value without what is at a dotted path; a list on the way stands for each of its items. */
export function omitPath(value: Json, path: string): Json {
  return omit(value, path.split('.'));
}

function omit(value: Json, [name = '', ...rest]: string[]): Json {
  if (Array.isArray(value)) return value.map((item) => omit(item, [name, ...rest]));
  if (typeof value !== 'object' || value === null || !(name in value)) return value;
  const { [name]: inner = null, ...others } = value;
  return rest.length === 0 ? others : { ...others, [name]: omit(inner, rest) };
}

/** Whether there is something at a dotted path; a list on the way stands for any of its items. */
export function hasPath(value: Json, path: string): boolean {
  return has(value, path.split('.'));
}

function has(value: Json, [name = '', ...rest]: string[]): boolean {
  if (Array.isArray(value)) return value.some((item) => has(item, [name, ...rest]));
  if (typeof value !== 'object' || value === null || !(name in value)) return false;
  return rest.length === 0 || has(value[name] ?? null, rest);
}
