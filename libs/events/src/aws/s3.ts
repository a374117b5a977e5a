import * as z from 'zod/mini';
import { s3ObjectKey } from './s3-object-key.ts';

/**
 * One change of one object, its key decoded. Event versions 2.1 and later have this shape; a new major version would
 * have another. https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export const s3Record = z.looseObject({
  eventVersion: z.string().check(z.regex(/^2\.\d+$/, 'expected version 2')),
  eventSource: z.literal('aws:s3'),
  eventName: z
    .string()
    .check(z.regex(/^Object(Created|Removed):\w+$/, 'expected ObjectCreated or ObjectRemoved')),
  s3: z.looseObject({
    bucket: z.looseObject({ name: z.string().check(z.minLength(1)) }),
    object: z.looseObject({
      key: s3ObjectKey,
      /** Of the content, without quotes; a removal has none. */
      eTag: z.optional(z.string()),
      sequencer: z.string().check(z.regex(/^[0-9A-Fa-f]{1,64}$/, 'expected hexadecimal digits')),
    }),
  }),
});
export type S3Record = z.infer<typeof s3Record>;

/** Which object a record is about. */
export function s3ObjectOf({ s3 }: S3Record): { bucket: string; key: string } {
  return { bucket: s3.bucket.name, key: s3.object.key };
}

/** What S3 sends once when notifications are set up: it speaks of no object. */
const testEvent = z.pipe(
  z.looseObject({ Service: z.literal('Amazon S3'), Event: z.literal('s3:TestEvent') }),
  z.transform((): readonly unknown[] => []),
);
const notification = z.pipe(
  z.looseObject({ Records: z.array(z.unknown()) }),
  z.transform(({ Records }): readonly unknown[] => Records),
);

/** The records of an S3 notification before each is parsed alone; none in S3's own test event. */
export const s3Records = z.union([testEvent, notification], { error: 'Records: expected array' });
