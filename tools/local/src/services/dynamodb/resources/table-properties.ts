import * as z from 'zod';

const keySchema = z
  .array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }))
  .min(1);

const index = z.strictObject({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: z.strictObject({
    ProjectionType: z.enum(['ALL', 'INCLUDE', 'KEYS_ONLY']),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
});

export const tableProperties = z.strictObject({
  TableName: z.string().optional(),
  AttributeDefinitions: z
    .array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }))
    .min(1),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z.array(index).default([]),
  // The engine does not count capacity: a table of either mode is never throttled.
  BillingMode: z
    .enum(['PAY_PER_REQUEST', 'PROVISIONED'])
    .transform(() => 'PAY_PER_REQUEST' as const)
    .default('PAY_PER_REQUEST'),
  StreamSpecification: z
    .strictObject({ StreamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']) })
    .optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string(), Enabled: z.boolean() }).optional(),
});

/** Key, indexes, stream and expiry of a table, as its template says. */
export type TableProperties = z.infer<typeof tableProperties>;
export type TableIndex = TableProperties['GlobalSecondaryIndexes'][number];
