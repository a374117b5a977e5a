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
