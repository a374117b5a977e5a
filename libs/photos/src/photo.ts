import * as z from 'zod/mini';

/** One upload of one photo: the input of the photo machine, and of each of its functions. */
export const photoUpload = z.object({
  bucket: z.string().check(z.minLength(1), z.maxLength(63)),
  /** As it is stored. */
  key: z.string().check(z.minLength(1), z.maxLength(1024)),
  /** The entity tag of the upload, without quotes. */
  eTag: z.string().check(z.regex(/^[\w-]{1,128}$/, 'expected an ETag without quotes')),
  /** Orders the uploads of a key; see `compareSequencers`. */
  sequencer: z.string().check(z.regex(/^[0-9A-Fa-f]{1,64}$/, 'expected hexadecimal digits')),
});
/** One upload of one photo, with what orders the uploads of its key. */
export type PhotoUpload = z.infer<typeof photoUpload>;

const count = z.int().check(z.minimum(1));

/** What the header of a photo says of it. */
const photo = z.object({
  format: z.string(),
  /** Pixels of one frame, upright: after its orientation is applied. */
  width: count,
  height: count,
  /** 1 unless it is an animation. */
  frames: count,
  /** How it is stored, 1 to 8 as EXIF has it; 1 is upright. */
  orientation: z.int().check(z.minimum(1), z.maximum(8)),
  /** Size of the file. */
  bytes: count,
});

/** Why an upload comes to no proxy: `superseded` when the key has a newer upload, which has an execution of its own. */
const noPhoto = z.union([
  /** `reason` is one word in PascalCase, `detail` a sentence. */
  z.object({ outcome: z.literal('rejected'), reason: z.string(), detail: z.string() }),
  z.object({ outcome: z.enum(['gone', 'superseded']) }),
]);
/** Why an upload comes to no proxy. */
export type NoPhoto = z.infer<typeof noPhoto>;

/** The input of `photo-fail`: an upload, and what Step Functions says of an error, whatever its cause. */
export const photoFailure = z.extend(photoUpload, {
  failure: z.catch(z.object({ Error: z.string() }), { Error: 'Unknown' }),
});
/** An upload, and the name of the error that ended its execution. */
export type PhotoFailure = z.infer<typeof photoFailure>;

/** The output of `photo-fail`: `reason` is the name of an error. */
export const photoFailed = z.object({ outcome: z.literal('failed'), reason: z.string() });
/** That the execution of an upload failed, by the name of the error. */
export type PhotoFailed = z.infer<typeof photoFailed>;

/** The output of `photo-inspect`. */
export const photoInspection = z.union([z.object({ outcome: z.literal('accepted'), photo }), noPhoto]);
/** The photo as its header has it, or why there is none. */
export type PhotoInspection = z.infer<typeof photoInspection>;

/** The output of `photo-proxy`. */
export const photoProxy = z.union([
  z.object({
    outcome: z.literal('proxied'),
    proxyKey: z.string(),
    /** Of a shortened animation: how many of its frames the proxy has. */
    frames: z.optional(z.object({ kept: count, of: count })),
  }),
  noPhoto,
]);
/** The key of the proxy that was written, or why there is none. */
export type PhotoProxy = z.infer<typeof photoProxy>;
