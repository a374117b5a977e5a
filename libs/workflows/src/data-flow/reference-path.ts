import type { JsonSchema } from './json-schema.ts';

/** What lies at a reference path of a value of this shape; undefined where the shape does not say that anything does. */
export function shapeAt(schema: JsonSchema, path: string): JsonSchema | undefined {
  return namesIn(path).reduce<JsonSchema | undefined>((shape, name) => shape?.properties?.[name], schema);
}

/** Whether something lies at a reference path of every value of this shape. */
export function isCertainAt(schema: JsonSchema, path: string): boolean {
  return isCertain(schema, namesIn(path));
}

function isCertain(schema: JsonSchema, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  if (schema.anyOf) return schema.anyOf.every((each) => isCertain(each, [name, ...rest]));
  const member = schema.properties?.[name];
  return member !== undefined && (schema.required?.includes(name) ?? false) && isCertain(member, rest);
}

/**
 * The alternatives of the shape whose value at the path may be one that `keeps` takes; an alternative that does not say
 * what lies there is kept. Where none is left no value has the shape: `{ anyOf: [] }`.
 */
export function narrowAt(
  schema: JsonSchema,
  path: string,
  keeps: (value: JsonSchema) => boolean,
): JsonSchema {
  return narrowed(schema, namesIn(path), keeps) ?? { anyOf: [] };
}

function narrowed(
  schema: JsonSchema,
  names: readonly string[],
  keeps: (value: JsonSchema) => boolean,
): JsonSchema | undefined {
  if (schema.anyOf) {
    const anyOf = schema.anyOf.flatMap((each) => narrowed(each, names, keeps) ?? []);
    return anyOf.length === 0 ? undefined : { anyOf };
  }
  const [name, ...rest] = names;
  if (name === undefined) return keeps(schema) ? schema : undefined;
  const member = schema.properties?.[name];
  if (member === undefined) return schema;
  const kept = narrowed(member, rest, keeps);
  return kept && { ...schema, properties: { ...schema.properties, [name]: kept } };
}

/** The shape once `member` has been put at a reference path; objects on the way are made, as Step Functions does. */
export function withShapeAt(schema: JsonSchema, path: string, member: JsonSchema): JsonSchema {
  return withMember(schema, namesIn(path), member);
}

function withMember(schema: JsonSchema, names: readonly string[], member: JsonSchema): JsonSchema {
  const [name, ...rest] = names;
  if (name === undefined) return member;
  if (schema.anyOf) return { anyOf: schema.anyOf.map((each) => withMember(each, names, member)) };
  return {
    ...schema,
    type: 'object',
    properties: { ...schema.properties, [name]: withMember(schema.properties?.[name] ?? {}, rest, member) },
    required: [...new Set([...(schema.required ?? []), name])],
  };
}

function namesIn(path: string): string[] {
  return path.split('.').slice(1);
}
