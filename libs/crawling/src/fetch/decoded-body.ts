import { errorCodeOf, toCrawlError, TooLargeError, UnreadableBodyError } from '../errors.ts';
import { codingsOf } from './content-codings.ts';
import { decompress, type Meter } from './decompress.ts';

/** How large a body may be once decompressed, and how many times as large as what it was decompressed from. */
export type BodyLimits = { maxBytes: number; maxRatio: number };

/** Up to here a body may be any number of times as large: small pages compress well. */
const FREE_BYTES = 262_144;
/** Most bytes of a chunk, so that a reader has a say in between. */
const CHUNK_BYTES = 16_384;

/**
 * The body with its content codings undone, in chunks, counted while it comes: nothing over the limits is ever held.
 * `encodings` are the values of its `Content-Encoding` headers. Throws `TooLargeError`, `UnreadableBodyError`, and what a
 * broken connection throws.
 */
export async function* decodedBody(
  body: AsyncIterable<Uint8Array>,
  encodings: readonly string[],
  limits: BodyLimits,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const codings = codingsOf(encodings);
  const sent: Meter = { taken: codings.length === 0 ? Number.POSITIVE_INFINITY : 0 };
  let output = codings.length === 0 ? limited(body, sent, limits) : body;
  for (const [at, coding] of codings.entries())
    output = limited(decompress(coding, output, at === 0 ? sent : { taken: 0 }), sent, limits);
  try {
    for await (const chunk of output)
      for (let at = 0; at < chunk.length; at += CHUNK_BYTES) yield chunk.subarray(at, at + CHUNK_BYTES);
  } catch (thrown) {
    throw toBodyError(thrown, signal);
  }
}

/** Each coding keeps the limits, and the last one those of the bytes that were sent. */
async function* limited(
  chunks: AsyncIterable<Uint8Array>,
  sent: Meter,
  { maxBytes, maxRatio }: BodyLimits,
): AsyncGenerator<Uint8Array> {
  let received = 0;
  for await (const chunk of chunks) {
    received += chunk.length;
    if (received > maxBytes) throw new TooLargeError(`The body is larger than ${maxBytes} bytes`);
    if (received > FREE_BYTES && received > sent.taken * maxRatio)
      throw new TooLargeError(`The body decompresses to more than ${maxRatio} times its size`);
    yield chunk;
  }
}

function toBodyError(thrown: unknown, signal: AbortSignal): unknown {
  if (thrown instanceof TooLargeError || thrown instanceof UnreadableBodyError) return thrown;
  if (/^(Z_|ERR__|ERR_BROTLI)/.test(errorCodeOf(thrown)))
    return new UnreadableBodyError('The body does not decompress', { cause: thrown });
  return toCrawlError(thrown, signal);
}
