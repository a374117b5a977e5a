import { jpegShortfall } from './jpeg-data.ts';
import { TAG, type TiffDirectory } from './tiff-directory.ts';

/** What of its data a TIFF lacks, or undefined: parts that are not in the file, or too short for what they hold. */
export function tiffShortfall(bytes: Buffer, tiff: TiffDirectory): string | undefined {
  const { places, lengths, needed, size } = partsOf(tiff);
  const compression = tiff.value(TAG.compression, NONE);
  if (places.length < needed) return `${places.length} of ${needed} strips or tiles`;
  let looked = 0;
  for (const [index, place] of places.slice(0, needed).entries()) {
    const length = lengths[index] ?? 0;
    // Readers work out a length that is not stated, and that of data that is not compressed.
    const stated = compression === NONE ? 0 : length;
    if (place + Math.max(1, stated) > bytes.length)
      return `strip or tile ${index} is beyond the end of the file`;
    if (stated === 0) continue;
    looked += length;
    // Strips or tiles that lie over each other could make this take long; the decoder has a limit of time.
    if (looked > bytes.length) return undefined;
    const lack = partShortfall(bytes.subarray(place, place + length), compression, size(index));
    if (lack !== undefined) return `${lack} in strip or tile ${index}`;
  }
  return undefined;
}

const [NONE, JPEG] = [1, 7];
const FAX: readonly number[] = [2, 3, 4, 32771];

/** Of what decoders make blank with no more than a warning; of the rest they say themselves that it is short. */
function partShortfall(
  part: Buffer,
  compression: number,
  size: { width: number; height: number },
): string | undefined {
  if (compression === JPEG) return jpegShortfall(part, size);
  // A row of a fax takes a bit at least.
  return FAX.includes(compression) && part.length * 8 < size.height
    ? `${part.length} bytes for ${size.height} rows`
    : undefined;
}

const SHORT_JPEG = /premature end of data segment/i;
const SHORT_FAX = /premature EO[LF] at line (\d+) .*\(got 0,/i;

/**
 * The first of libtiff's warnings after which most of a strip or tile is blank: JPEG data that ends too soon, and fax
 * data that ends before half the rows. Faxes often state a few rows more than they have.
 */
export function blankingWarning(warnings: readonly string[], tiff: TiffDirectory): string | undefined {
  const { height } = partsOf(tiff).size(0);
  return warnings.find(
    (said) => SHORT_JPEG.test(said) || Number(SHORT_FAX.exec(said)?.[1] ?? height) * 2 < height,
  );
}

/** Where the strips or tiles are, how many the picture needs, and the size in pixels of each. */
function partsOf(tiff: TiffDirectory) {
  const [width, height] = [tiff.value(TAG.width, 0), tiff.value(TAG.height, 0)];
  const planes = tiff.value(TAG.planes, 1) === 2 ? tiff.value(TAG.channels, 1) : 1;
  const tiles = tiff.values(TAG.tilePlaces);
  if (tiles.length > 0) {
    const tile = { width: tiff.value(TAG.tileWidth, width), height: tiff.value(TAG.tileHeight, height) };
    return {
      places: tiles,
      lengths: tiff.values(TAG.tileLengths),
      needed: planes * Math.ceil(width / tile.width) * Math.ceil(height / tile.height),
      size: () => tile,
    };
  }
  const rows = Math.max(1, Math.min(height, tiff.value(TAG.rowsPerStrip, height)));
  const strips = Math.ceil(height / rows);
  return {
    places: tiff.values(TAG.stripPlaces),
    lengths: tiff.values(TAG.stripLengths),
    needed: planes * strips,
    size: (index: number) => ({ width, height: Math.min(rows, height - (index % strips) * rows) }),
  };
}
