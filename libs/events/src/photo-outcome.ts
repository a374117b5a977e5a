import * as z from 'zod/mini';

const count = z.int().check(z.minimum(1));

/** What the header of a photo says of it. */
export const photo = z.object({
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
export type Photo = z.infer<typeof photo>;

/** Why an upload comes to no proxy: `superseded` when the key has a newer upload, which has an execution of its own. */
export const noPhoto = z.union([
  /** `reason` is one word in PascalCase, `detail` a sentence. */
  z.object({ outcome: z.literal('rejected'), reason: z.string(), detail: z.string() }),
  z.object({ outcome: z.enum(['gone', 'superseded']) }),
]);
export type NoPhoto = z.infer<typeof noPhoto>;

/** The output of `photo-inspect`. */
export const photoInspection = z.union([z.object({ outcome: z.literal('accepted'), photo }), noPhoto]);
export type PhotoInspection = z.infer<typeof photoInspection>;

/** The output of `photo-proxy`. */
export const photoProxy = z.union([
  z.object({ outcome: z.literal('proxied'), proxyKey: z.string() }),
  noPhoto,
]);
export type PhotoProxy = z.infer<typeof photoProxy>;
