import * as z from 'zod';
import { filterCriteria } from '../filter/filter-criteria.ts';

/**
 * An SQS event source mapping: AWS::Lambda::EventSourceMapping with a queue, plus the URL at which to poll it.
 * https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
 */
export const sqsMappingConfig = z
  .strictObject({
    uuid: z.string().min(1),
    eventSourceArn: z.string().regex(/^arn:[^:]+:sqs:/, 'is not the ARN of a queue'),
    queueUrl: z.string().min(1),
    functionName: z.string().min(1),
    batchSize: z.int().min(1).max(10_000).default(10),
    maximumBatchingWindowSeconds: z.int().min(0).max(300).default(0),
    reportBatchItemFailures: z.boolean().default(false),
    filterCriteria: filterCriteria.optional(),
    maximumConcurrency: z.int().min(2).max(1000).optional(),
    enabled: z.boolean().default(true),
  })
  .refine((config) => config.batchSize <= 10 || isFifo(config) || config.maximumBatchingWindowSeconds > 0, {
    path: ['maximumBatchingWindowSeconds'],
    message: 'must be at least 1 when batchSize is over 10',
  })
  .refine((config) => config.batchSize <= 10 || !isFifo(config), {
    path: ['batchSize'],
    message: 'is at most 10 for a FIFO queue',
  })
  .refine((config) => config.maximumBatchingWindowSeconds === 0 || !isFifo(config), {
    path: ['maximumBatchingWindowSeconds'],
    message: 'is not supported for a FIFO queue',
  });

export type SqsMappingConfig = z.infer<typeof sqsMappingConfig>;

/** Whether the mapping's queue is a FIFO queue. */
function isFifo(config: { eventSourceArn: string }): boolean {
  return config.eventSourceArn.endsWith('.fifo');
}
