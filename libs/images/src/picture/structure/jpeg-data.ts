/** What a JPEG's frame header promises. */
type Frame = {
  width: number;
  height: number;
  /** Sampling factors of each component, by its id. */
  components: Map<number, { across: number; down: number }>;
  /** Bits that a block takes at least; undefined where there is no such bound. */
  blockBits: number | undefined;
};

/**
 * What of its data a JPEG lacks, or undefined. Decoders make grey of blocks that are not there and call it a warning.
 * Found is what is sure without decoding: each component has a scan, and the scans have at least as many bits as the
 * blocks take when all are alike. `least` is the size that the picture must have. What is not as the format says is
 * left to the decoder. https://www.w3.org/Graphics/JPEG/itu-t81.pdf
 */
export function jpegShortfall(bytes: Buffer, least = { width: 1, height: 1 }): string | undefined {
  let frame: Frame | undefined;
  let blocks = 0;
  let dataBytes = 0;
  const missing = new Set<number>();
  for (const { marker, segment, end } of segmentsOf(bytes)) {
    if (FRAMES.has(marker)) {
      frame = frameOf(marker, segment);
      if (frame === undefined) return undefined;
      for (const id of frame.components.keys()) missing.add(id);
    } else if (marker === SCAN && frame !== undefined) {
      const stop = dataEnd(bytes, end);
      if (stop === bytes.length && bytes.subarray(Math.max(end, stop - ZEROS.length)).equals(ZEROS))
        return 'zeros up to its end';
      const scanned = firstScanOf(segment);
      for (const id of scanned) {
        missing.delete(id);
        blocks += blocksOf(frame, id);
      }
      if (scanned.length > 0) dataBytes += stop - end;
    }
  }
  if (frame === undefined || frame.height === 0) return undefined;
  if (frame.width < least.width || frame.height < least.height)
    return `${frame.width}x${frame.height} pixels of ${least.width}x${least.height}`;
  if (missing.size > 0) return `no scan of ${missing.size} of ${frame.components.size} components`;
  return frame.blockBits !== undefined && dataBytes * 8 < blocks * frame.blockBits
    ? `${dataBytes} bytes for ${blocks} blocks`
    : undefined;
}

const [SCAN, END] = [0xda, 0xd9];
/** Baseline, extended, progressive; those two with arithmetic coding, which may take less than a bit a block. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2, 0xc9, 0xca]);

/**
 * What the end of a file has where a transfer that made room for it first broke off. A decoder reads zeros as blocks, of
 * which it says nothing; a whole file ends with a marker.
 */
const ZEROS = Buffer.alloc(64);

/** More than any picture has; more would take long to walk through. */
const MOST_SEGMENTS = 10_000;

/** The segments up to the end of the first picture; data between them is passed over. */
function* segmentsOf(bytes: Buffer): Generator<{ marker: number; segment: Buffer; end: number }> {
  let count = 0;
  for (let at = markerFrom(bytes, 2); at >= 0 && at + 4 <= bytes.length; at = markerFrom(bytes, at)) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === END || count === MOST_SEGMENTS) return;
    // A byte of data, a fill byte, a restart, a start: none of these has a length.
    if (marker === 0xff) {
      while (bytes[at + 1] === 0xff) at += 1;
      continue;
    }
    if (marker === 0 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2;
      continue;
    }
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    yield { marker, segment: bytes.subarray(at + 4, end), end };
    at = end;
    count += 1;
  }
}

/** Most often it is not far: a search for it would cost more than a look. */
function markerFrom(bytes: Buffer, at: number): number {
  return bytes[at] === 0xff ? at : bytes.indexOf(0xff, at);
}

function frameOf(marker: number, segment: Buffer): Frame | undefined {
  const count = segment[5] ?? 0;
  if (segment.length < 6 + 3 * count) return undefined;
  const components: Frame['components'] = new Map();
  for (let at = 6; at < 6 + 3 * count; at += 3) {
    const factors = segment[at + 1] ?? 0;
    components.set(segment[at] ?? 0, { across: factors >> 4, down: factors & 15 });
  }
  const blockBits = marker < 0xc2 ? 2 : marker === 0xc2 ? 1 : undefined;
  return { height: segment.readUInt16BE(1), width: segment.readUInt16BE(3), components, blockBits };
}

/** The components of a scan that begins them; scans that add to them may be as short as a few bytes. */
function firstScanOf(segment: Buffer): number[] {
  const count = segment[0] ?? 0;
  const from = segment[1 + 2 * count] ?? 0;
  const earlier = (segment[3 + 2 * count] ?? 0) >> 4;
  if (from > 0 || earlier > 0) return [];
  return Array.from({ length: count }, (_, index) => segment[1 + 2 * index] ?? 0);
}

function blocksOf({ width, height, components }: Frame, id: number): number {
  const all = [...components.values()];
  const { across, down } = components.get(id) ?? { across: 0, down: 0 };
  const most = {
    across: Math.max(1, ...all.map((each) => each.across)),
    down: Math.max(1, ...all.map((each) => each.down)),
  };
  return Math.ceil((width * across) / most.across / 8) * Math.ceil((height * down) / most.down / 8);
}

/** Where the entropy-coded data ends: at a marker that is no restart. */
function dataEnd(bytes: Buffer, from: number): number {
  let at = markerFrom(bytes, from);
  for (let next = bytes[at + 1]; at >= 0 && next !== undefined; next = bytes[at + 1]) {
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
    at = markerFrom(bytes, at + 2);
  }
  return bytes.length;
}
