import { pipeline, Readable } from 'node:stream';
import {
  type BrotliDecompress,
  createBrotliDecompress,
  createInflate,
  createInflateRaw,
  type Inflate,
  type InflateRaw,
} from 'node:zlib';
import { UnreadableBodyError } from '../errors.ts';
import { type ByteSource, createByteSource } from './byte-source.ts';
import type { ContentCoding } from './content-codings.ts';

type Decoder = Inflate | InflateRaw | BrotliDecompress;
/** How many bytes of the source have been decompressed so far: not what waits before the decoder. */
export type Meter = { taken: number };
type Decompress = (source: ByteSource, meter: Meter) => AsyncGenerator<Uint8Array>;

const DECOMPRESS: Readonly<Record<ContentCoding, Decompress>> = {
  gzip: gunzip,
  deflate: inflate,
  br: (source, meter) => through(createBrotliDecompress(), source, meter),
};

/**
 * Undoes a coding as browsers do: what stands behind its end is ignored, and a body without any byte is empty. A body
 * that is not in this coding, or is cut off within it, throws `UnreadableBodyError` or an error of zlib.
 */
export async function* decompress(
  coding: ContentCoding,
  pieces: AsyncIterable<Uint8Array>,
  meter: Meter,
): AsyncGenerator<Uint8Array> {
  const source = createByteSource(pieces);
  const start = await source.take(1);
  source.giveBack(start);
  if (start.length > 0) yield* DECOMPRESS[coding](source, meter);
}

/** Bit 1 of a member's flags is of no use here; the other ones say which fields its header has. */
const HEADER = { crc: 2, extra: 4, name: 8, comment: 16 };
const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;

/**
 * Members one behind the other; other bytes behind one are ignored. Checksums are not compared, as in browsers.
 * https://www.rfc-editor.org/rfc/rfc1952
 */
async function* gunzip(source: ByteSource, meter: Meter): AsyncGenerator<Uint8Array> {
  for (let member = 0; ; member++) {
    const [first, second, method, flags = 0] = await source.take(HEADER_BYTES);
    if (first !== 0x1f || second !== 0x8b || method !== 8) {
      if (member > 0) return;
      throw new UnreadableBodyError('The body is not in the gzip format');
    }
    await skipFields(flags, source);
    yield* through(createInflateRaw(), source, meter);
    await source.take(TRAILER_BYTES);
  }
}

async function skipFields(flags: number, source: ByteSource): Promise<void> {
  if (flags & HEADER.extra) {
    const [low = 0, high = 0] = await source.take(2);
    await source.take(low + high * 0x100);
  }
  if (flags & HEADER.name) await source.skipPast(0);
  if (flags & HEADER.comment) await source.skipPast(0);
  if (flags & HEADER.crc) await source.take(2);
}

/** In the zlib format as HTTP says, or without its header, which some servers send: https://zlib.net/zlib_faq.html#faq39 */
async function* inflate(source: ByteSource, meter: Meter): AsyncGenerator<Uint8Array> {
  const header = await source.take(2);
  const [first = 0, second = 0] = header;
  source.giveBack(header);
  const isZlib = (first & 0x0f) === 8 && first >> 4 <= 7 && (first * 0x100 + second) % 31 === 0;
  yield* through(isZlib ? createInflate() : createInflateRaw(), source, meter);
}

/** Decompresses one stream, and gives back to the source what stands behind its end. */
async function* through(decoder: Decoder, source: ByteSource, meter: Meter): AsyncGenerator<Uint8Array> {
  const before = meter.taken;
  let asked: Promise<Uint8Array | undefined> = Promise.resolve(undefined);
  let hasEnded = false;
  /** The pieces that the decoder has not taken in whole, and the bytes of those before them. */
  const pieces: Uint8Array[] = [];
  let goneBytes = 0;
  async function* feed() {
    while (!hasEnded) {
      for (
        let first = pieces[0];
        first && goneBytes + first.length <= decoder.bytesWritten;
        first = pieces[0]
      ) {
        goneBytes += first.length;
        pieces.shift();
      }
      asked = source.next();
      const piece = await asked;
      if (piece === undefined) return;
      pieces.push(piece);
      yield piece;
    }
  }
  pipeline(Readable.from(feed(), { highWaterMark: 1 }), decoder, () => undefined);
  for await (const chunk of decoder) {
    meter.taken = before + decoder.bytesWritten;
    yield chunk;
  }
  hasEnded = true;
  await asked;
  source.giveBack(Buffer.concat(pieces).subarray(decoder.bytesWritten - goneBytes));
  meter.taken = before + decoder.bytesWritten;
}
