import * as z from 'zod/mini';

const sequenceNumber = z.string().check(z.regex(/^\d{1,128}$/, 'expected digits'));

/**
 * One record of a Kinesis data stream. `data` is base64. Sequence numbers order the records of a shard.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
 */
export const kinesisRecord = z.looseObject({
  eventID: z.optional(z.string()),
  eventSource: z.literal('aws:kinesis'),
  eventSourceARN: z.optional(z.string()),
  kinesis: z.looseObject({
    partitionKey: z.string(),
    sequenceNumber,
    data: z.string(),
    /** Seconds since the epoch, with a fraction. */
    approximateArrivalTimestamp: z.optional(z.number()),
  }),
});
/** One record of a Kinesis stream, its data in base64. */
export type KinesisRecord = z.infer<typeof kinesisRecord>;

/** The event of Kinesis before its records are parsed: each is parsed alone, so that a bad one does not hide the rest. */
export const kinesisEvent = z.looseObject({
  Records: z.array(
    z.looseObject({ eventSource: z.literal('aws:kinesis'), kinesis: z.looseObject({ sequenceNumber }) }),
  ),
});
