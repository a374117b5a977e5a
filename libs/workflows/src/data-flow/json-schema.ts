import { isZod, type StandardSchema } from '@hanok/events';
import * as z from 'zod/mini';
import type { Json } from '../state.ts';

/** The part of JSON Schema by which shapes differ. */
export type JsonSchema = {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
};

/** What libraries add to a Standard Schema that can tell its shape. https://standardschema.dev/json-schema */
type TellsShape = {
  readonly jsonSchema: Readonly<Record<Direction, (options: { target: 'draft-2020-12' }) => JsonSchema>>;
};
type Direction = 'input' | 'output';

/**
 * The shape that a schema takes in (`input`) or gives out (`output`); `{}`, which is any, where its library does not tell.
 * Throws for a schema that JSON cannot hold.
 */
export function jsonSchemaOf(schema: StandardSchema, io: Direction): JsonSchema {
  if (!isZod(schema)) {
    const { jsonSchema } = schema['~standard'] as Partial<TellsShape>;
    return jsonSchema?.[io]({ target: 'draft-2020-12' }) ?? {};
  }
  // The generated type allows booleans and more keywords; those above are the ones that are read.
  return z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' }) as JsonSchema;
}

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
