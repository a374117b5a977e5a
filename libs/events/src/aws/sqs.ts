import * as z from 'zod/mini';

/**
 * One message as Lambda's SQS event source mapping delivers it. AWS's model of a message requires no field: required
 * here is what a message cannot be handled, or be answered as failed, without.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html,
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Message.html
 */
const sqsRecord = z.looseObject({
  messageId: z.string().check(z.minLength(1)),
  receiptHandle: z.optional(z.string()),
  body: z.string(),
  attributes: z.optional(
    z.looseObject({
      ApproximateReceiveCount: z.optional(z.string()),
      /** The trace of X-Ray that the sender gave the message. */
      AWSTraceHeader: z.optional(z.string()),
      SentTimestamp: z.optional(z.string()),
      MessageGroupId: z.optional(z.string()),
      SequenceNumber: z.optional(z.string()),
    }),
  ),
  messageAttributes: z.catch(
    z.optional(z.record(z.string(), z.looseObject({ stringValue: z.optional(z.string()) }))),
    undefined,
  ),
  md5OfBody: z.optional(z.string()),
  eventSource: z.literal('aws:sqs'),
  eventSourceARN: z.optional(z.string()),
  awsRegion: z.optional(z.string()),
});
/** One message of a queue, its body as text. */
export type SqsRecord = z.infer<typeof sqsRecord>;

/** A batch of messages of one queue. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export const sqsEvent = z.looseObject({ Records: z.array(sqsRecord) });
/** A batch of messages of one queue. */
export type SqsEvent = z.infer<typeof sqsEvent>;

/** The partial batch response: the listed messages come back, every other one is deleted. */
export type SqsBatchResponse = { batchItemFailures: { itemIdentifier: string }[] };
