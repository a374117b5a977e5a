import { randomBytes } from 'node:crypto';
import { constants, crc32, deflateRawSync } from 'node:zlib';
import { plain } from '../pictures.fixture.ts';

/** A black PNG, 8 bits of RGB: 768 MB of pixels in some 750 KB at a side of 16,000. */
export function pngBomb(side: number): Buffer {
  return pngOf(side, [chunk('IDAT', deflatedZeros(1 + side * 3, side)), chunk('IEND')]);
}

/** PNGs that are broken in one way each, by name, and why each is rejected. */
export function brokenPngs(): Map<string, { bytes: Buffer; reason: string }> {
  const side = 40;
  const data = deflatedZeros(1 + side * 3, side);
  const whole = chunk('IDAT', data);
  const withBadSum = Buffer.from(whole).fill(7, whole.length - 4);
  const withBadZlib = chunk('IDAT', Buffer.concat([Buffer.of(0xff, 0xff), data.subarray(2)]));
  return new Map([
    ['made-crc32.png', { bytes: pngOf(side, [withBadSum, chunk('IEND')]), reason: 'Damaged' }],
    ['made-zlib.png', { bytes: pngOf(side, [withBadZlib, chunk('IEND')]), reason: 'Damaged' }],
    ['made-noend.png', { bytes: pngOf(side, [whole]), reason: 'Truncated' }],
    ['made-trunc.png', { bytes: pngOf(side, [whole.subarray(0, -9)]), reason: 'Truncated' }],
  ]);
}

function pngOf(side: number, chunks: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, chunk('IHDR', header), ...chunks]);
}

const STRIP_ROWS = 20;

/**
 * Rows of zeros, a multiple of 20 of them, as zlib packs them. One strip is packed, up to a full flush after which
 * nothing refers back to it, and repeated; an empty block ends them. https://www.rfc-editor.org/rfc/rfc1950
 */
function deflatedZeros(rowBytes: number, rows: number): Buffer {
  const strip = deflateRawSync(Buffer.alloc(rowBytes * STRIP_ROWS), { finishFlush: constants.Z_FULL_FLUSH });
  const sum = Buffer.alloc(4);
  // Adler-32 of zeros: one, and as many ones as there are bytes.
  sum.writeUInt32BE(((rowBytes * rows) % 65_521) * 65_536 + 1);
  return Buffer.concat([
    Buffer.of(0x78, 0x9c),
    ...new Array<Buffer>(rows / STRIP_ROWS).fill(strip),
    Buffer.of(3, 0),
    sum,
  ]);
}

function chunk(type: string, data: Buffer = Buffer.of()): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A GIF of that many frames that claim the given side, with the data of one pixel each. */
export function gifBomb(frames: number, side: number): Buffer {
  return gifOf(frames, side, Buffer.of(0x44, 1));
}

/** A GIF of that many frames of one colour, with all their data. */
export function plainGif(frames: number, side: number): Buffer {
  return gifOf(frames, side, lzwOfZeros(side * side));
}

/** Frames with that LZW data of codes that begin with 3 bits. */
function gifOf(frames: number, side: number, data: Buffer): Buffer {
  const screen = Buffer.from('GIF89a\0\0\0\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1');
  screen.writeUInt16LE(side, 6);
  screen.writeUInt16LE(side, 8);
  const descriptor = Buffer.from('\x2c\0\0\0\0\0\0\0\0\0\x02', 'latin1');
  descriptor.writeUInt16LE(side, 5);
  descriptor.writeUInt16LE(side, 7);
  const blocks = Array.from({ length: Math.ceil(data.length / 255) }, (_, index) =>
    data.subarray(index * 255, (index + 1) * 255),
  ).flatMap((block) => [Buffer.of(block.length), block]);
  const frame = Buffer.concat([descriptor, ...blocks, Buffer.of(0)]);
  return Buffer.concat([screen, ...new Array<Buffer>(frames).fill(frame), Buffer.from(';')]);
}

/** So many zeros, up to eight million, as LZW: each code stands for one zero more than the code before it. */
function lzwOfZeros(pixels: number): Buffer {
  const [CLEAR, END] = [4, 5];
  const bits: number[] = [];
  let [next, width, run] = [END, 3, 0];
  const put = (code: number) => {
    for (let bit = 0; bit < width; bit += 1) bits.push((code >> bit) & 1);
  };
  put(CLEAR);
  for (let left = pixels; left > 0; left -= run) {
    run = Math.min(run + 1, left);
    put(run === 1 ? 0 : run + 4);
    next += 1;
    if (next === 1 << width && width < 12) width += 1;
  }
  put(END);
  return Buffer.from(
    Array.from({ length: Math.ceil(bits.length / 8) }, (_, at) =>
      bits.slice(at * 8, at * 8 + 8).reduce((byte, bit, place) => byte | (bit << place), 0),
    ),
  );
}

/** A GIF of five frames of noise, again and again, which take long to reduce to few colours. Its data is not packed. */
export function noiseGif(side: number, frames: number): Buffer {
  const screen = Buffer.from('GIF89a\0\0\0\0\xf6\0\0', 'latin1');
  screen.writeUInt16LE(side, 6);
  screen.writeUInt16LE(side, 8);
  const descriptor = Buffer.from('\x2c\0\0\0\0\0\0\0\0\0\x07', 'latin1');
  descriptor.writeUInt16LE(side, 5);
  descriptor.writeUInt16LE(side, 7);
  const colors = randomBytes(128 * 3);
  const few = Array.from({ length: 5 }, () =>
    Buffer.concat([descriptor, ...unpackedLzw(side * side), Buffer.of(0)]),
  );
  const all = Array.from({ length: Math.ceil(frames / few.length) }, () => few).flat();
  return Buffer.concat([screen, colors, ...all.slice(0, frames), Buffer.from(';')]);
}

/** Sub-blocks of random pixels in codes of 8 bits; a clear code begins each, so that codes never grow. */
function* unpackedLzw(pixels: number): Generator<Buffer> {
  const CLEAR = 0x80;
  const END = 0x81;
  for (let left = pixels; left > 0; left -= 100) {
    const block = randomBytes(Math.min(100, left)).map((each) => each & 0x7f);
    yield Buffer.of(block.length + 1, CLEAR, ...block);
  }
  yield Buffer.of(1, END);
}

/** A JPEG whose header claims the largest size there is. */
export async function claimingJpeg(): Promise<Buffer> {
  const bytes = await plain(16, 16).jpeg().toBuffer();
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  bytes.writeUInt16BE(65_500, frame + 5);
  bytes.writeUInt16BE(65_500, frame + 7);
  return bytes;
}

/** An AVIF of few bytes whose property of extents claims that height, in pixels. ISO/IEC 23008-12, 6.5.3 */
export async function claimingAvif(height: number): Promise<Buffer> {
  const bytes = await plain(16, 16).avif().toBuffer();
  bytes.writeUInt32BE(height, bytes.indexOf('ispe') + 12);
  return bytes;
}

/** A TIFF of few bytes with another value of ImageLength, the tag 257, in its directory. TIFF 6.0, section 2 */
export async function claimingTiff(height: number): Promise<Buffer> {
  const bytes = await plain(16, 16).tiff().toBuffer();
  const directory = bytes.readUInt32LE(4);
  const entries = Array.from({ length: bytes.readUInt16LE(directory) }, (_, at) => directory + 2 + 12 * at);
  const entry = entries.find((at) => bytes.readUInt16LE(at) === 257);
  if (entry === undefined) throw new Error('The TIFF has no ImageLength');
  bytes.writeUInt16LE(4, entry + 2); // of 32 bits
  bytes.writeUInt32LE(height, entry + 8);
  return bytes;
}

/** The file with an empty box, whose size has 64 bits, between its type and what follows. */
export function behindLongBox(avif: Buffer): Buffer {
  const ofType = avif.readUInt32BE(0);
  const box = Buffer.from('\0\0\0\x01free\0\0\0\0\0\0\0\x10', 'latin1');
  return Buffer.concat([avif.subarray(0, ofType), box, avif.subarray(ofType)]);
}
