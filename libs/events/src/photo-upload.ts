import * as z from 'zod/mini';

/** One upload of one photo: the input of the photo machine, and of each of its functions. */
export const photoUpload = z.object({
  bucket: z.string().check(z.minLength(1), z.maxLength(63)),
  /** As it is stored. */
  key: z.string().check(z.minLength(1), z.maxLength(1024)),
  /** Of what was uploaded, without quotes. */
  eTag: z.string().check(z.regex(/^[\w-]{1,128}$/, 'expected an ETag without quotes')),
  /** Orders the uploads of a key; see `compareSequencers`. */
  sequencer: z.string().check(z.regex(/^[0-9A-Fa-f]{1,64}$/, 'expected hexadecimal digits')),
});
export type PhotoUpload = z.infer<typeof photoUpload>;
