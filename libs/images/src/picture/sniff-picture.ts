import type { PictureFormat } from './picture-format.ts';

/** As many bytes from the start as `sniffPicture` looks at. */
export const SNIFFED_BYTES = 4096;

/** What bytes are: a picture, one in a format without a decoder here, another kind of file, or nothing known. */
type Sniffed = { format: PictureFormat } | { unsupported: string } | { other: string } | undefined;

/** Tells by the first bytes what a file is. Names, extensions and declared types play no part. */
export function sniffPicture(bytes: Uint8Array): Sniffed {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, SNIFFED_BYTES));
  const latin = head.toString('latin1');
  const starts = ([, ...magics]: Magic) => magics.some((magic) => latin.startsWith(magic));
  const format = MAGIC.find(starts)?.[0] ?? container(latin) ?? markup(head);
  if (format !== undefined) return { format };
  const unsupported = UNSUPPORTED.find(starts)?.[0] ?? unsupportedByMore(latin);
  if (unsupported !== undefined) return { unsupported };
  const other = HTML.test(latin) ? 'HTML page' : OTHERS.find(starts)?.[0];
  return other === undefined ? undefined : { other };
}

/** A name and the bytes, as Latin-1, with one of which such a file begins. */
type Magic<Name extends string = string> = readonly [Name, ...string[]];

const MAGIC: readonly Magic<PictureFormat>[] = [
  ['jpeg', '\xff\xd8\xff'],
  ['png', '\x89PNG\r\n\x1a\n'],
  ['gif', 'GIF87a', 'GIF89a'],
  ['tiff', 'II*\0', 'MM\0*', 'II+\0', 'MM\0+'],
];

/** Formats of pictures that have no decoder here. */
const UNSUPPORTED: readonly Magic[] = [
  ['Photoshop document', '8BPS'],
  ['JPEG XL', '\xff\x0a', '\0\0\0\x0cJXL '],
  ['JPEG 2000', '\0\0\0\x0cjP  ', '\xff\x4f\xff\x51'],
  ['JPEG XR', 'II\xbc\0', 'II\xbc\x01'],
  ['OpenEXR', 'v/1\x01'],
  ['Radiance HDR', '#?RADIANCE', '#?RGBE'],
  ['DirectDraw Surface', 'DDS \x7c'],
  ['QOI', 'qoif'],
];
const NETPBM = /^P(?:[1-6]\s+[\d#]|7\sWIDTH|[Ff]\s+\d)/;

/** Such formats whose first bytes alone are too few to tell them by. */
function unsupportedByMore(latin: string): string | undefined {
  if (latin.startsWith('BM') && latin.slice(6, 10) === '\0\0\0\0') return 'BMP';
  const isIcon = latin.startsWith('\0\0\x01\0') || latin.startsWith('\0\0\x02\0');
  if (isIcon && latin.slice(4, 6) !== '\0\0') return 'icon';
  return NETPBM.test(latin) ? 'Netpbm' : undefined;
}

const OTHERS: readonly Magic[] = [
  ['PDF', '%PDF-'],
  ['ZIP archive', 'PK\x03\x04'],
  ['gzip archive', '\x1f\x8b'],
];
const HTML = /^(?:\xef\xbb\xbf)?\s*<(!doctype html|html|head|body|script)\b/i;

/** Formats that are told by what their container says it holds. */
function container(latin: string): PictureFormat | undefined {
  if (latin.startsWith('RIFF')) return latin.slice(8, 12) === 'WEBP' ? 'webp' : undefined;
  return latin.slice(4, 8) === 'ftyp' ? isoMedia(latin) : undefined;
}

const HEIC_BRAND = /heic|heix|hevc|hevx|heim|heis|hevm|hevs/;

/** The brands of an ISO base media file's first box, `ftyp`: major, version, then compatible ones, four bytes each. */
function isoMedia(latin: string): PictureFormat | undefined {
  const length = [0, 1, 2, 3].reduce((sum, index) => sum * 256 + latin.charCodeAt(index), 0);
  const major = latin.slice(8, 12);
  const brands = major + latin.slice(16, Math.max(16, Math.min(length, 256)));
  if (/^avi[fs]/.test(major)) return 'avif';
  if (HEIC_BRAND.test(major)) return 'heic';
  if (/avi[fs]/.test(brands)) return 'avif';
  return HEIC_BRAND.test(brands) || /^mi[fa]1|^msf1/.test(major) ? 'heic' : undefined;
}

/** SVG has no magic: an XML document whose first element is `svg`, after declaration, comments and doctype. */
function markup(head: Buffer): 'svg' | undefined {
  const utf16 = head[0] === 0xff && head[1] === 0xfe;
  const text = head.toString(utf16 ? 'utf16le' : 'utf8').replace(/^\ufeff/, '');
  const prolog =
    /^\s*(?:<\?[^>]*>\s*|<!--(?:(?!-->)[^])*-->\s*|<!doctype\s+svg[^>[]*(?:\[[^\]]*\]\s*)?>\s*)*/i;
  return /^<(?:\w+:)?svg[\s>/]/i.test(text.replace(prolog, '')) ? 'svg' : undefined;
}
