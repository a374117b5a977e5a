import { pipeline, type Readable } from 'node:stream';
import {
  type BrotliDecompress,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  type Gunzip,
  type Inflate,
} from 'node:zlib';
import { errorCodeOf, toCrawlError, TooLargeError, UnreadableBodyError } from '../errors.ts';

/** How large a body may be once decompressed, and how many times as large as what it was decompressed from. */
export type BodyLimits = { maxBytes: number; maxRatio: number };

type Decoder = Gunzip | Inflate | BrotliDecompress;

/** Up to here a body may be any number of times as large: small pages compress well. */
const FREE_BYTES = 262_144;
/** Most bytes of a chunk, so that a reader has a say in between. */
const CHUNK_BYTES = 16_384;

/**
 * The body decompressed, in chunks, counted while it comes: nothing over the limits is ever held. Throws
 * `TooLargeError`, `UnreadableBodyError`, and what a broken connection throws.
 */
export async function* decodedBody(
  body: Readable,
  encoding: string | undefined,
  limits: BodyLimits,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const decoder = createDecoder(encoding?.trim().toLowerCase() ?? '');
  const output = decoder ? pipeline(body, decoder, () => undefined) : body;
  let received = 0;
  try {
    for await (const chunk of output) {
      received += chunk.length;
      checkLimits(received, decoder, limits);
      for (let at = 0; at < chunk.length; at += CHUNK_BYTES) yield chunk.subarray(at, at + CHUNK_BYTES);
    }
  } catch (thrown) {
    throw toBodyError(thrown, signal);
  }
}

/** `bytesWritten` of a decoder is what it has taken in so far, not what waits before it. */
function checkLimits(
  received: number,
  decoder: Decoder | undefined,
  { maxBytes, maxRatio }: BodyLimits,
): void {
  if (received > maxBytes) throw new TooLargeError(`The body is larger than ${maxBytes} bytes`);
  if (decoder && received > FREE_BYTES && received > decoder.bytesWritten * maxRatio)
    throw new TooLargeError(`The body decompresses to more than ${maxRatio} times its size`);
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1; several codings one over the other were not asked for. */
function createDecoder(encoding: string): Decoder | undefined {
  switch (encoding) {
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new UnreadableBodyError('The body has a content coding that was not asked for');
  }
}

function toBodyError(thrown: unknown, signal: AbortSignal): unknown {
  if (thrown instanceof TooLargeError) return thrown;
  if (/^(Z_|ERR__|ERR_BROTLI)/.test(errorCodeOf(thrown)))
    return new UnreadableBodyError('The body does not decompress', { cause: thrown });
  return toCrawlError(thrown, signal);
}
