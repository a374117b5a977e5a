import * as z from 'zod/mini';

/** One message as Lambda's SQS event source mapping delivers it. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
const sqsRecord = z.looseObject({
  messageId: z.string().check(z.minLength(1)),
  receiptHandle: z.string(),
  body: z.string(),
  attributes: z.looseObject({
    ApproximateReceiveCount: z.string(),
    SentTimestamp: z.string(),
    MessageGroupId: z.optional(z.string()),
  }),
  md5OfBody: z.string(),
  eventSource: z.literal('aws:sqs'),
  eventSourceARN: z.string(),
  awsRegion: z.string(),
});
export type SqsRecord = z.infer<typeof sqsRecord>;

export const sqsEvent = z.looseObject({ Records: z.array(sqsRecord) });
export type SqsEvent = z.infer<typeof sqsEvent>;

/** The partial batch response: the listed messages come back, every other one is deleted. */
export type SqsBatchResponse = { batchItemFailures: { itemIdentifier: string }[] };
