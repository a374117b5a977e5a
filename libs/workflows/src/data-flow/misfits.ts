import type { JsonSchema } from './json-schema.ts';

/** Why a value of shape `source` may not be one of shape `target`, each reason with its path; empty when it always is. */
export function misfits(source: JsonSchema, target: JsonSchema, path = '$'): string[] {
  const [sources, targets] = [alternativesOf(source), alternativesOf(target)];
  if (sources) return sources.flatMap((each) => misfits(each, target, path));
  if (targets) return misfitsOfEvery(source, targets, path);
  if (target.const !== undefined) return misfitsOfValues(source, [target.const], path);
  if (target.enum) return misfitsOfValues(source, target.enum, path);
  if (target.type === undefined) return [];
  const type = typeOf(source);
  if (type === undefined) return [`${path} may be anything, ${target.type} is expected`];
  if (type !== target.type && !(type === 'integer' && target.type === 'number'))
    return [`${path} is ${type}, ${target.type} is expected`];
  return [
    ...misfitsOfBounds(source, target, path),
    ...misfitsOfMembers(source, target, path),
    ...misfitsOfItems(source, target, path),
  ];
}

/** What a shape may be, each on its own; undefined when it is one. */
function alternativesOf(schema: JsonSchema): readonly JsonSchema[] | undefined {
  const { type, anyOf } = schema;
  return anyOf ?? (typeof type === 'object' ? type.map((each) => ({ ...schema, type: each })) : undefined);
}

function misfitsOfEvery(source: JsonSchema, targets: readonly JsonSchema[], path: string): string[] {
  const each = targets.map((target) => misfits(source, target, path));
  if (each.some((reasons) => reasons.length === 0)) return [];
  return [each.map((reasons) => reasons[0]).join(', and ')];
}

function misfitsOfValues(source: JsonSchema, allowed: readonly unknown[], path: string): string[] {
  const possible = valuesOf(source);
  if (possible?.every((value) => allowed.includes(value))) return [];
  return [`${path} may be other than ${allowed.map((value) => JSON.stringify(value)).join(', ')}`];
}

function valuesOf({ const: only, enum: several }: JsonSchema): readonly unknown[] | undefined {
  return only === undefined ? several : [only];
}

function typeOf(schema: JsonSchema): string | undefined {
  const values = valuesOf(schema);
  if (values?.every(Number.isInteger)) return 'integer';
  if (typeof schema.type === 'string') return schema.type;
  return values?.every((value) => typeof value === typeof values[0]) ? typeof values[0] : undefined;
}

/** A value that is known needs no bound of its own: it is compared itself. */
function misfitsOfBounds(source: JsonSchema, target: JsonSchema, path: string): string[] {
  const known = valuesOf(source);
  const least = (bound: number, own: number | undefined) => own !== undefined && own >= bound;
  const most = (bound: number, own: number | undefined) => own !== undefined && own <= bound;
  const lengths = known?.filter((value) => typeof value === 'string').map(({ length }) => length);
  const numbers = known?.filter((value) => typeof value === 'number');
  const smallest = (values: number[] | undefined) => values && Math.min(...values);
  const largest = (values: number[] | undefined) => values && Math.max(...values);
  const checks: [keyof JsonSchema, boolean][] = [
    ['minimum', least(target.minimum ?? 0, source.minimum ?? smallest(numbers))],
    ['maximum', most(target.maximum ?? 0, source.maximum ?? largest(numbers))],
    ['minLength', least(target.minLength ?? 0, source.minLength ?? smallest(lengths))],
    ['maxLength', most(target.maxLength ?? 0, source.maxLength ?? largest(lengths))],
    ['pattern', source.pattern === target.pattern || matchesAll(known, target.pattern)],
  ];
  return checks
    .filter(([bound, kept]) => target[bound] !== undefined && !kept)
    .map(([bound]) => `${path} may break ${bound} ${String(target[bound])}`);
}

function matchesAll(values: readonly unknown[] | undefined, pattern = ''): boolean {
  return values?.every((value) => typeof value === 'string' && new RegExp(pattern, 'u').test(value)) ?? false;
}

function misfitsOfMembers(source: JsonSchema, target: JsonSchema, path: string): string[] {
  const { properties: own = {}, required = [] } = source;
  const { properties: wanted = {}, required: needed = [] } = target;
  const missing = needed
    .filter((name) => !required.includes(name))
    .map((name) => `${path}.${name} may be missing`);
  const extra =
    target.additionalProperties === false ? Object.keys(own).filter((name) => !(name in wanted)) : [];
  const unlike = Object.entries(own).flatMap(([name, schema]) => {
    const expected = wanted[name] ?? target.additionalProperties;
    const compared = typeof expected === 'object' && (required.includes(name) || !needed.includes(name));
    return compared ? misfits(schema, expected, `${path}.${name}`) : [];
  });
  return [...missing, ...extra.map((name) => `${path}.${name} is not expected`), ...unlike];
}

function misfitsOfItems(source: JsonSchema, target: JsonSchema, path: string): string[] {
  const own = source.prefixItems ?? (source.items ? [source.items] : []);
  const each = target.prefixItems;
  if (each === undefined)
    return target.items ? own.flatMap((item) => misfits(item, target.items ?? {}, `${path}[]`)) : [];
  if (source.prefixItems?.length !== each.length) return [`${path} may have other than ${each.length} items`];
  return each.flatMap((item, index) => misfits(own[index] ?? {}, item, `${path}[${index}]`));
}
