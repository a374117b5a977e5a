/** One directory of a TIFF; what is not said is as in a plain picture of 8-bit grey. */
export type TiffParts = {
  width: number;
  height: number;
  /** Bits of each sample; their number is that of the channels. */
  bits?: readonly number[];
  /** 1 none, 5 LZW, 6 old JPEG, 7 JPEG, 8 Deflate. */
  compression?: number;
  /** 0 white is zero, 1 black is zero, 2 RGB, 3 palette, 5 CMYK, 6 YCbCr, 8 CIELAB. */
  photometric?: number;
  /** The data of the strips, or of the tiles when `tile` gives their side. */
  parts: readonly Buffer[];
  rowsPerStrip?: number;
  tile?: number;
  /** Further fields, numbers of 16 bits, or fields in place of those above; `undefined` leaves one out. */
  fields?: Readonly<Record<number, readonly number[] | undefined>>;
};

const SHORT = 3;
const LONG = 4;

/** A little-endian TIFF of one directory, byte for byte as given. https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf */
export function tiffOf({ width, height, bits = [8], compression = 1, photometric = 1, ...rest }: TiffParts) {
  const { parts, rowsPerStrip = height, tile, fields = {} } = rest;
  let at = 8;
  const places = parts.map((part) => (at += part.length) - part.length);
  const lengths = parts.map((part) => part.length);
  const layout: Record<number, readonly number[] | undefined> =
    tile === undefined
      ? { 273: places, 278: [rowsPerStrip], 279: lengths }
      : { 322: [tile], 323: [tile], 324: places, 325: lengths };
  const all = Object.entries({
    ...{ 256: [width], 257: [height], 258: bits, 259: [compression], 262: [photometric], 277: [bits.length] },
    ...layout,
    ...fields,
  }).flatMap(([tag, values]) => (values === undefined ? [] : [{ tag: Number(tag), values }]));
  const directory = at + (at % 2);
  const further = directory + 2 + all.length * 12 + 4;
  return Buffer.concat([header(directory), ...parts, Buffer.alloc(at % 2), directoryOf(all, further)]);
}

function header(directory: number): Buffer {
  const bytes = Buffer.from('II*\0\0\0\0\0', 'latin1');
  bytes.writeUInt32LE(directory, 4);
  return bytes;
}

function directoryOf(all: readonly { tag: number; values: readonly number[] }[], further: number): Buffer {
  const entries = Buffer.alloc(2 + all.length * 12 + 4);
  const beyond: Buffer[] = [];
  let place = further;
  entries.writeUInt16LE(all.length);
  for (const [index, { tag, values }] of all.toSorted((one, other) => one.tag - other.tag).entries()) {
    const isLong = LONG_TAGS.has(tag);
    const size = isLong ? 4 : 2;
    const data = Buffer.alloc(Math.max(4, values.length * size));
    for (const [each, value] of values.entries()) data.writeUIntLE(value, each * size, size);
    const entry = entries.subarray(2 + index * 12);
    entry.writeUInt16LE(tag);
    entry.writeUInt16LE(isLong ? LONG : SHORT, 2);
    entry.writeUInt32LE(values.length, 4);
    if (data.length === 4) data.copy(entry, 8);
    else {
      entry.writeUInt32LE(place, 8);
      beyond.push(data);
      place += data.length;
    }
  }
  return Buffer.concat([entries, ...beyond]);
}

/** Places and lengths. */
const LONG_TAGS = new Set([273, 279, 324, 325, 513, 514]);
