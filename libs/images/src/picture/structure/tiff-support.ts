import { TAG, type TiffDirectory } from './tiff-directory.ts';

/**
 * What a sound TIFF has that the decoder cannot show as it is meant, as the end of "The TIFF has …"; undefined when
 * there is nothing. Without this, libvips makes black of floating point numbers, cuts signed ones off at 0, and takes
 * 32 bits a sample as 8.
 */
export function unsupportedIn(tiff: TiffDirectory): string | undefined {
  return compressionOf(tiff) ?? coloursOf(tiff) ?? samplesOf(tiff) ?? arrangementOf(tiff);
}

/** Those that the libtiff in sharp has: none, fax, LZW, JPEG, Deflate, PackBits, LogLuv, WebP. */
const COMPRESSIONS = new Set([1, 2, 3, 4, 5, 7, 8, 32771, 32773, 32946, 34676, 34677, 50001]);
const COMPRESSION_NAMES: Readonly<Record<number, string>> = {
  ...{
    6: 'JPEG of the old style',
    34661: 'JBIG',
    34712: 'JPEG 2000',
    33003: 'JPEG 2000',
    33005: 'JPEG 2000',
  },
  ...{ 34887: 'LERC', 34892: 'lossy JPEG of DNG', 34925: 'LZMA', 50000: 'Zstandard', 50002: 'JPEG XL' },
};

function compressionOf(tiff: TiffDirectory): string | undefined {
  const compression = tiff.value(TAG.compression, 1);
  if (COMPRESSIONS.has(compression)) return undefined;
  return `a compression that is not supported: ${COMPRESSION_NAMES[compression] ?? compression}`;
}

const [PALETTE, CMYK, CIELAB, LOG_LUV] = [3, 5, 8, 32845];
/** How many channels the colours of each colour space take; grey in two ways, RGB, YCbCr and those above. */
const COLOURS: Readonly<Record<number, number>> = {
  ...{ 0: 1, 1: 1, 2: 3, 6: 3 },
  ...{ [PALETTE]: 1, [CMYK]: 4, [CIELAB]: 3, [LOG_LUV]: 3 },
};

/** A colour space that is not stated is left to the decoder, which calls the file damaged. */
function coloursOf(tiff: TiffDirectory): string | undefined {
  const [space] = tiff.values(TAG.photometric);
  if (space === undefined) return undefined;
  const colours = COLOURS[space];
  const channels = tiff.value(TAG.channels, 1);
  const isOtherInk = space === CMYK && (tiff.value(TAG.inkSet, 1) !== 1 || channels < 4);
  if (colours === undefined || isOtherInk)
    return `a colour space that is not supported: photometric ${space}`;
  const extras = channels - colours;
  if (extras > 1) return `${extras} channels besides its colours, at most 1 is supported`;
  return extras === 1 && space === CIELAB ? 'CIELAB colours and transparency' : undefined;
}

const FORMAT_NAMES: Readonly<Record<number, string>> = {
  ...{ 2: 'signed numbers', 3: 'floating point numbers' },
  ...{ 5: 'complex numbers', 6: 'complex floating point numbers' },
};

function samplesOf(tiff: TiffDirectory): string | undefined {
  const space = tiff.value(TAG.photometric, 1);
  if (space === LOG_LUV) return undefined;
  const format = tiff.values(TAG.sampleFormat).find((each) => each in FORMAT_NAMES);
  if (format !== undefined) return `${FORMAT_NAMES[format]} as samples`;
  const depths = [...new Set(tiff.values(TAG.bits))];
  if (depths.length > 1) return `channels of different depth: ${depths.join(', ')} bits`;
  const [bits = 1] = depths;
  return depthsOf(tiff, space).includes(bits) ? undefined : `${bits} bits a sample in such a layout`;
}

function depthsOf(tiff: TiffDirectory, space: number): readonly number[] {
  if (tiff.value(TAG.compression, 1) === 7) return [8];
  if (space === CIELAB) return [16];
  if (space === PALETTE) return [1, 2, 4, 8, 16];
  return tiff.value(TAG.channels, 1) === 1 ? [1, 2, 4, 8, 16] : [8, 16];
}

function arrangementOf(tiff: TiffDirectory): string | undefined {
  const isPlanar = tiff.value(TAG.planes, 1) === 2;
  if (isPlanar && isTiled(tiff)) return 'a plane of tiles for each channel';
  const [places, lengths] = [
    [...tiff.values(TAG.tilePlaces), ...tiff.values(TAG.stripPlaces)],
    [...tiff.values(TAG.tileLengths), ...tiff.values(TAG.stripLengths)],
  ];
  return places.some((place, index) => place === 0 && lengths[index] === 0)
    ? 'parts that are left out'
    : undefined;
}

/** Whether the picture has a channel besides its colours of which it does not say that it is transparency. */
export function hasUnnamedChannel(tiff: TiffDirectory): boolean {
  return tiff.values(TAG.extraChannels)[0] === 0;
}

export function isTiled(tiff: TiffDirectory): boolean {
  return tiff.values(TAG.tilePlaces).length > 0;
}
