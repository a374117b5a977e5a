import * as z from 'zod';
import { CHECKSUM_NAMES } from './checksums.ts';

/** A file of a body and its size in bytes. */
const segment = z.object({ file: z.string(), size: z.number() });

const checksum = z.object({
  algorithm: z.enum(CHECKSUM_NAMES),
  /** Base64, for a composite one followed by `-` and the number of parts. */
  value: z.string(),
  type: z.enum(['FULL_OBJECT', 'COMPOSITE']),
});

/** An object beside its body; also what CreateMultipartUpload says about the object to be. */
export const objectDetails = z.object({
  /** Headers that are answered as they were sent: content type, metadata and the like. */
  headers: z.record(z.string(), z.string()),
  tags: z.array(z.object({ Key: z.string(), Value: z.string() })),
});

export const objectRecord = objectDetails.extend({
  /** Without quotes. */
  etag: z.string(),
  size: z.number(),
  /** Milliseconds since the epoch. */
  modified: z.number(),
  checksum: checksum.optional(),
  /** The body, in order: one file, or one per part. */
  segments: z.array(segment),
  /** Whether it was uploaded in parts. */
  multipart: z.boolean(),
});

export type Segment = z.infer<typeof segment>;
export type StoredChecksum = z.infer<typeof checksum>;
export type ObjectDetails = z.infer<typeof objectDetails>;
export type ObjectRecord = z.infer<typeof objectRecord>;
