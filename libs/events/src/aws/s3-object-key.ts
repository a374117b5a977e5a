import * as z from 'zod/mini';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
export const MAX_KEY_BYTES = 1024;

/**
 * An object's key as it is stored, from the form in which notifications carry it: percent-encoded UTF-8 with `+` for
 * a space. This is the only place that decodes it; a key that holds `%` or `+` itself would not survive a second time.
 */
export const s3ObjectKey = z.pipe(
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
