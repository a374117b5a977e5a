import * as z from 'zod';
import { physicalName } from '../../../resources/physical-name.ts';
import { putIndexes } from './put-indexes.ts';
import { putTable } from './put-table.ts';
import { putTimeToLive } from './put-time-to-live.ts';
import type { ResourcePorts } from '../../../resources/resource-ports.ts';
import type { ResourceType } from '../../../resources/resource-type.ts';

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

const properties = z.strictObject({
  TableName: z.string().optional(),
  AttributeDefinitions: z
    .array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }))
    .min(1),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z.array(index).default([]),
  BillingMode: z.literal('PAY_PER_REQUEST'),
  StreamSpecification: z
    .strictObject({ StreamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']) })
    .optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string(), Enabled: z.boolean() }).optional(),
});

/** Key, indexes, stream and expiry of a table, as its template says. */
export type TableProperties = z.infer<typeof properties>;
export type TableIndex = TableProperties['GlobalSecondaryIndexes'][number];

/** AWS::DynamoDB::Table: made, or brought to the indexes, stream and expiry that the template says. */
export const dynamodbTable: ResourceType<TableProperties, ResourcePorts> = {
  type: 'AWS::DynamoDB::Table',
  properties,
  async create(table, resource, { dynamodb, region, accountId }) {
    const name = table.TableName ?? physicalName(resource);
    const streamArn = await putTable(dynamodb, name, table);
    await putIndexes(dynamodb, name, table);
    await putTimeToLive(dynamodb, name, table.TimeToLiveSpecification);
    return {
      ref: name,
      attributes: {
        Arn: `arn:aws:dynamodb:${region}:${accountId}:table/${name}`,
        ...(streamArn !== undefined && { StreamArn: streamArn }),
      },
    };
  },
};
