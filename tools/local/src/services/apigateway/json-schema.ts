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
