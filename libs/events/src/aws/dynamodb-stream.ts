import * as z from 'zod/mini';
import { attributeMap } from './attribute-value.ts';

const SEQUENCE_NUMBER = /^\d{1,40}$/;

/** Where a record stands in its shard, of which nothing else is read; no text when it does not tell it. */
export function sequenceNumberOf(record: unknown): string {
  const sequenceNumber = fieldOf(fieldOf(record, 'dynamodb'), 'SequenceNumber');
  return typeof sequenceNumber === 'string' && SEQUENCE_NUMBER.test(sequenceNumber) ? sequenceNumber : '';
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/**
 * One change of one item. Sequence numbers have up to 40 digits and order the changes of a shard. AWS's model of a
 * record requires no field: required here is what a change cannot be applied without.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html,
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html
 */
export const streamRecord = z.object({
  eventID: z.optional(z.string()),
  eventName: z.optional(z.enum(['INSERT', 'MODIFY', 'REMOVE'])),
  eventSource: z.optional(z.literal('aws:dynamodb')),
  eventSourceARN: z.optional(z.string()),
  dynamodb: z.object({
    /** Seconds since the epoch. */
    ApproximateCreationDateTime: z.optional(z.number()),
    Keys: attributeMap,
    NewImage: z.optional(attributeMap),
    OldImage: z.optional(attributeMap),
    SequenceNumber: z.string().check(z.regex(SEQUENCE_NUMBER, 'expected up to 40 digits')),
  }),
});
/** One change of an item, its key and images as plain values. */
export type StreamRecord = z.infer<typeof streamRecord>;

/** A record of an event that says it is of another service. */
const otherRecord = z.looseObject({
  eventSource: z.string().check(z.refine((source) => source !== 'aws:dynamodb')),
  dynamodb: z.optional(z.undefined()),
});

/**
 * A stream event before its records are parsed: each record is parsed alone, so that a bad one does not hide the rest.
 * An event whose records are all of another service is none.
 */
export const streamEvent = z.looseObject({
  Records: z
    .array(z.unknown())
    .check(
      z.refine(
        (records) => records.length === 0 || !records.every((each) => otherRecord.safeParse(each).success),
        { error: 'expected records of aws:dynamodb' },
      ),
    ),
});

/** The partial batch response: the lowest listed sequence number is where the shard is read again. */
export type StreamBatchResponse = { batchItemFailures: { itemIdentifier: string }[] };
