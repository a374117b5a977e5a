import * as z from 'zod';
import { filterCriteria } from '../filter/filter-criteria.ts';

/**
 * A DynamoDB stream's event source mapping: AWS::Lambda::EventSourceMapping with a stream.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html
 */
export const streamMappingConfig = z.strictObject({
  uuid: z.string().min(1),
  eventSourceArn: z.string().regex(/^arn:[^:]+:dynamodb:.+\/stream\//, 'is not the ARN of a table stream'),
  functionName: z.string().min(1),
  functionArn: z.string().min(1),
  startingPosition: z.enum(['TRIM_HORIZON', 'LATEST']),
  batchSize: z.int().min(1).max(10_000).default(100),
  maximumBatchingWindowSeconds: z.int().min(0).max(300).default(0),
  reportBatchItemFailures: z.boolean().default(false),
  bisectBatchOnFunctionError: z.boolean().default(false),
  /** Retries after the first try; -1: until the record is too old. */
  maximumRetryAttempts: z.int().min(-1).max(10_000).default(-1),
  /** -1: a record never gets too old. */
  maximumRecordAgeSeconds: z.union([z.literal(-1), z.int().min(60).max(604_800)]).default(-1),
  parallelizationFactor: z.literal(1, 'only 1 is supported').default(1),
  filterCriteria: filterCriteria.optional(),
  enabled: z.boolean().default(true),
});

export type StreamMappingConfig = z.infer<typeof streamMappingConfig>;
