import * as z from 'zod/mini';

/**
 * Text of 1 to `maxBytes` bytes of UTF-8 without lone surrogates: those have no UTF-8 form, and two different
 * texts would be stored as one.
 */
export function wellFormedText(maxBytes: number) {
  return z.string().check(
    z.minLength(1),
    z.refine((text) => text.isWellFormed(), { error: 'has a lone surrogate' }),
    z.refine((text) => new TextEncoder().encode(text).length <= maxBytes, {
      error: `at most ${maxBytes} bytes of UTF-8`,
    }),
  );
}
