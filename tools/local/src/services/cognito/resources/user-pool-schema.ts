import * as z from 'zod';
import { STANDARD_ATTRIBUTES } from '../user-attributes.ts';
import type { SchemaAttribute } from '../user-pool.ts';

const lengths = z.strictObject({
  MinLength: z.coerce.number().int().min(0).optional(),
  MaxLength: z.coerce.number().int().max(2048).optional(),
});

const attribute = z.strictObject({
  Name: z.string().min(1).max(20),
  AttributeDataType: z.literal('String').optional(),
  Required: z.boolean().default(false),
  // No operation here changes the attributes of a user who has them.
  Mutable: z.boolean().optional(),
  StringAttributeConstraints: lengths.optional(),
});

/** `Schema` of a pool: standard attributes that it requires, and text attributes that it adds. */
export const userPoolSchema = z.array(attribute).default([]);

export function schemaOf(schema: z.infer<typeof userPoolSchema>): SchemaAttribute[] {
  return schema.map(({ Name, Required, StringAttributeConstraints: { MinLength, MaxLength } = {} }) => ({
    name: STANDARD_ATTRIBUTES.has(Name) ? Name : `custom:${Name}`,
    required: Required,
    minLength: MinLength,
    maxLength: MaxLength,
  }));
}
