import type { JsonSchema } from './json-schema.ts';
import type { Json } from './state.ts';

/** The shape that only this value has. */
export function literalShape(value: Json): JsonSchema {
  if (value === null) return { type: 'null' };
  if (typeof value !== 'object') return { const: value, type: typeof value };
  if (isList(value)) return { type: 'array', prefixItems: value.map(literalShape) };
  const members = Object.entries(value);
  return {
    type: 'object',
    properties: Object.fromEntries(members.map(([name, member]) => [name, literalShape(member)])),
    required: members.map(([name]) => name),
    additionalProperties: false,
  };
}

/** Array.isArray does not narrow a read-only array. */
function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}
