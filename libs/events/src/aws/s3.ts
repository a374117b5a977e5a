import * as z from 'zod/mini';
import { records } from './records.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
export const MAX_KEY_BYTES = 1024;

/**
 * An object's key as it is stored, from the form in which notifications carry it: percent-encoded UTF-8 with `+` for
 * a space. This is the only place that decodes it; a key that holds `%` or `+` itself would not survive a second time.
 */
const s3ObjectKey = z.pipe(
  z.pipe(
    z.string(),
    z.transform((encoded: string, context): string => {
      const key = decode(encoded);
      if (key === undefined)
        context.issues.push({ code: 'custom', message: 'expected percent-encoded UTF-8', input: encoded });
      return key ?? '';
    }),
  ),
  z.string().check(
    z.minLength(1),
    z.refine((key) => byteLength(key) <= MAX_KEY_BYTES, { error: `at most ${MAX_KEY_BYTES} bytes of UTF-8` }),
  ),
);

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
      /** The entity tag of the content, without quotes; a removal has none. */
      eTag: z.optional(z.string()),
      sequencer: z.string().check(z.regex(/^[0-9A-Fa-f]{1,64}$/, 'expected hexadecimal digits')),
    }),
  }),
});
/** One notification of an object, its key decoded. */
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

/** The records of an S3 notification before each is parsed alone; none in S3's own test event. */
export const s3Records = z.union([testEvent, records], { error: 'Records: expected array' });

function decode(encoded: string): string | undefined {
  try {
    const key = decodeURIComponent(encoded.replaceAll('+', ' '));
    return key.isWellFormed() ? key : undefined;
  } catch {
    return undefined;
  }
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
