/** The fields of a TIFF's first directory, which describes the picture that is taken. */
export type TiffDirectory = {
  /** The numbers of the field, none when it is absent. */
  values(tag: number): readonly number[];
  value(tag: number, otherwise: number): number;
};

/** What the fields that are looked at are called. https://www.loc.gov/preservation/digital/formats/content/tiff_tags.shtml */
export const TAG = {
  ...{ width: 256, height: 257, bits: 258, compression: 259, photometric: 262, channels: 277 },
  ...{ stripPlaces: 273, rowsPerStrip: 278, stripLengths: 279, planes: 284 },
  ...{ tileWidth: 322, tileHeight: 323, tilePlaces: 324, tileLengths: 325 },
  ...{ inkSet: 332, extraChannels: 338, sampleFormat: 339, tables: 347 },
} as const;

/** Undefined when the directory, or a field of it, is not all in the file. */
export function readTiffDirectory(bytes: Buffer): TiffDirectory | undefined {
  if (bytes.length < 16) return undefined;
  const reader = readerOf(bytes);
  const { at: first, count, entrySize } = reader.directory();
  if (count === undefined || first + count * entrySize > bytes.length) return undefined;
  const fields = new Map<number, readonly number[]>();
  for (let at = first; at < first + count * entrySize; at += entrySize) {
    const values = reader.field(at);
    if (values === undefined) return undefined;
    // Of a field that stands twice, libtiff takes the first.
    if (!fields.has(values.tag)) fields.set(values.tag, values.numbers);
  }
  const values = (tag: number) => fields.get(tag) ?? [];
  return { values, value: (tag, otherwise) => values(tag)[0] ?? otherwise };
}

/** Bytes of one value by the type of its field; types of 8 bytes are read only as whole numbers. */
const SIZES: Readonly<Record<number, number>> = {
  ...{ 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4 },
  ...{ 16: 8, 17: 8, 18: 8 },
};
/** BYTE, SHORT, LONG, IFD, LONG8 and IFD8. */
const WHOLE = new Set([1, 3, 4, 13, 16, 18]);

/** Numbers in the file's byte order; in BigTIFF, places and counts have 8 bytes. */
function readerOf(bytes: Buffer) {
  const little = bytes[0] === 0x49;
  const big = bytes[little ? 2 : 3] === 0x2b;
  const wordSize = big ? 8 : 4;
  const number = (at: number, size: number) => {
    if (size === 8) return Number(little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
    return little ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size);
  };
  return {
    directory: () => {
      const place = number(big ? 8 : 4, wordSize);
      const countSize = big ? 8 : 2;
      const count = place + countSize <= bytes.length ? number(place, countSize) : undefined;
      return { at: place + countSize, count, entrySize: 4 + 2 * wordSize };
    },
    /** Only fields of whole numbers have some here; the others must be in the file as well. */
    field: (at: number) => {
      const tag = number(at, 2);
      const type = number(at + 2, 2);
      const count = number(at + 4, wordSize);
      const size = SIZES[type] ?? 0;
      const inside = size * count <= wordSize;
      const from = inside ? at + 4 + wordSize : number(at + 4 + wordSize, wordSize);
      if (!LOOKED_AT.has(tag) || !WHOLE.has(type)) return { tag, numbers: [] };
      if (from + size * count > bytes.length) return undefined;
      const length = Math.min(count, MOST_VALUES);
      return { tag, numbers: Array.from({ length }, (_, index) => number(from + index * size, size)) };
    },
  };
}

/** A field may claim as many as the file has bytes; a million strips or tiles are more than any picture needs. */
const MOST_VALUES = 2 ** 20;
const LOOKED_AT: ReadonlySet<number> = new Set(Object.values(TAG).filter((tag) => tag !== TAG.tables));
