import { CHECKSUM_NAMES } from './checksums.ts';
import { ObjectError } from './object-error.ts';
import { childrenOf, childText, parseXml, type XmlElement } from './read-xml.ts';
import type { Part } from './upload-rows.ts';

/** The least size of a part that is not the last. */
const LEAST_PART_BYTES = 5 * 1024 ** 2;

/**
 * The parts that a document `<CompleteMultipartUpload><Part>…` lists, of those that were uploaded. Throws `ObjectError`
 * for parts out of order, unknown, of another entity tag or checksum, or too small.
 */
export function partsOf(document: string, uploaded: readonly Part[]): Part[] {
  const parts = listedParts(document).map((element) => partOf(element, uploaded));
  checkSizes(parts);
  return parts;
}

function listedParts(document: string): XmlElement[] {
  const root = parseXml(document);
  const parts = childrenOf(root, 'Part');
  if (root.name !== 'CompleteMultipartUpload' || parts.length === 0) throw new ObjectError('MalformedXML');
  const numbers = parts.map((part) => Number(childText(part, 'PartNumber')));
  if (numbers.some((number, index) => index > 0 && number <= (numbers[index - 1] ?? 0)))
    throw new ObjectError('InvalidPartOrder');
  return parts;
}

function partOf(element: XmlElement, uploaded: readonly Part[]): Part {
  const number = Number(childText(element, 'PartNumber'));
  const etag = childText(element, 'ETag')?.replaceAll('"', '');
  const part = uploaded.find((each) => each.number === number);
  const same = CHECKSUM_NAMES.every((name) => {
    const value = childText(element, `Checksum${name}`);
    return value === undefined || (part?.checksum?.algorithm === name && part.checksum.value === value);
  });
  if (part !== undefined && part.etag === etag && same) return part;
  throw new ObjectError('InvalidPart', undefined, { PartNumber: String(number), ETag: etag ?? '' });
}

function checkSizes(parts: readonly Part[]): void {
  const small = parts.slice(0, -1).find(({ size }) => size < LEAST_PART_BYTES);
  if (small === undefined) return;
  const fields = { ProposedSize: String(small.size), MinSizeAllowed: String(LEAST_PART_BYTES) };
  throw new ObjectError('EntityTooSmall', undefined, { ...fields, PartNumber: String(small.number) });
}
