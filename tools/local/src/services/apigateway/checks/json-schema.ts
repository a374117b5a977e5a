import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';

const typeName = z.enum(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);
const count = z.int().min(0).optional();

/**
 * The part of JSON schema draft 4, the dialect of API Gateway's models, that the local stack checks; any other keyword
 * is refused by name. https://datatracker.ietf.org/doc/html/draft-fge-json-schema-validation-00
 */
export const jsonSchema = z.strictObject({
  $schema: z.literal('http://json-schema.org/draft-04/schema#').optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  type: z.union([typeName, z.array(typeName).min(1)]).optional(),
  enum: z.array(z.json()).min(1).optional(),
  required: z.array(z.string()).min(1).optional(),
  get properties(): z.ZodOptional<z.ZodRecord<z.ZodString, typeof jsonSchema>> {
    return z.record(z.string(), jsonSchema).optional();
  },
  additionalProperties: z.boolean().optional(),
  minProperties: count,
  maxProperties: count,
  get items(): z.ZodOptional<typeof jsonSchema> {
    return jsonSchema.optional();
  },
  minItems: count,
  maxItems: count,
  minLength: count,
  maxLength: count,
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.boolean().optional(),
  exclusiveMaximum: z.boolean().optional(),
});

export type JsonSchema = z.infer<typeof jsonSchema>;

/** Whether a JSON value is as the schema has it; a keyword says nothing of values of other types than its own. */
export function matchesSchema(schema: JsonSchema, value: unknown): boolean {
  return (
    hasType(schema, value) &&
    (schema.enum === undefined || schema.enum.some((one) => isDeepStrictEqual(one, value))) &&
    (typeof value !== 'number' || withinRange(schema, value)) &&
    (typeof value !== 'string' || within([...value].length, schema.minLength, schema.maxLength)) &&
    (!Array.isArray(value) || hasItems(schema, value)) &&
    (!isObject(value) || hasProperties(schema, value))
  );
}

function hasType({ type }: JsonSchema, value: unknown): boolean {
  if (type === undefined) return true;
  const types = typeof type === 'string' ? [type] : type;
  return types.some((one) => one === typeOf(value) || (one === 'integer' && Number.isInteger(value)));
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Draft 4 has the bounds' exclusiveness as a flag beside them. */
function withinRange(schema: JsonSchema, value: number): boolean {
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum, exclusiveMaximum } = schema;
  const above = exclusiveMinimum ? value > minimum : value >= minimum;
  return above && (exclusiveMaximum ? value < maximum : value <= maximum);
}

function hasItems({ items, minItems, maxItems }: JsonSchema, value: readonly unknown[]): boolean {
  if (!within(value.length, minItems, maxItems)) return false;
  return items === undefined || value.every((item) => matchesSchema(items, item));
}

function hasProperties(schema: JsonSchema, value: Readonly<Record<string, unknown>>): boolean {
  const { properties = {}, required = [], additionalProperties = true } = schema;
  const names = Object.keys(value);
  return (
    within(names.length, schema.minProperties, schema.maxProperties) &&
    required.every((name) => Object.hasOwn(value, name)) &&
    names.every((name) => {
      const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
      return property === undefined ? additionalProperties : matchesSchema(property, value[name]);
    })
  );
}

function within(count: number, least = 0, most = Infinity): boolean {
  return count >= least && count <= most;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeOf(value) === 'object';
}
