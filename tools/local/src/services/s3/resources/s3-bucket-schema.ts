import * as z from 'zod';
import { notificationEvent } from '../notification-config.ts';

const filterRule = z.strictObject({
  Name: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['prefix', 'suffix'])),
  Value: z.string(),
});

const lambdaConfiguration = z.strictObject({
  Event: notificationEvent,
  Function: z.string(),
  Filter: z.strictObject({ S3Key: z.strictObject({ Rules: z.array(filterRule).max(2) }) }).optional(),
});

const lifecycleRule = z.strictObject({
  Id: z.string().optional(),
  Status: z.enum(['Enabled', 'Disabled']),
  Prefix: z.string().default(''),
  AbortIncompleteMultipartUpload: z.strictObject({ DaysAfterInitiation: z.int().min(1) }).optional(),
});

/** What the stack honours of AWS::S3::Bucket. Versions, CORS, websites, replication and the like are refused by name. */
export const bucketProperties = z.strictObject({
  BucketName: z.string().optional(),
  NotificationConfiguration: z
    .strictObject({ LambdaConfigurations: z.array(lambdaConfiguration).default([]) })
    .optional(),
  LifecycleConfiguration: z.strictObject({ Rules: z.array(lifecycleRule).min(1) }).optional(),
});

export type BucketProperties = z.infer<typeof bucketProperties>;
export type LambdaConfiguration = z.infer<typeof lambdaConfiguration>;
