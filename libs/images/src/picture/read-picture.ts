import { RejectedPictureError, UnexpectedAnswerError } from '../errors.ts';
import type { PictureFile, PictureFormat } from './picture-format.ts';
import { type PictureLimits, sizeRejection } from './picture-limits.ts';
import { beginAsStill } from './structure/image-sequence.ts';
import { SNIFFED_BYTES, sniffPicture } from './sniff-picture.ts';

/** Which formats are taken, and how large a picture may be. */
export type IntakeRules = { limits: PictureLimits; accepted: readonly PictureFormat[] };

/**
 * Reads a stream of `length` bytes into one buffer of that size; sharp would collect a stream's chunks and then copy
 * them into one as well. Stops reading, and with it the transfer, as soon as the bytes are known to be no picture
 * that is taken, or more than announced. Throws `RejectedPictureError`, and `UnexpectedAnswerError` when the stream ends
 * early.
 */
export async function readPicture(
  stream: AsyncIterable<Uint8Array>,
  length: number,
  rules: IntakeRules,
): Promise<PictureFile> {
  const refused = sizeRejection(length, rules.limits);
  if (refused) throw refused;
  const bytes = Buffer.from(new ArrayBuffer(length));
  let filled = 0;
  let format: PictureFormat | undefined;
  for await (const chunk of stream) {
    if (filled + chunk.length > length)
      throw new RejectedPictureError('TooManyBytes', `More bytes than the ${length} announced`);
    bytes.set(chunk, filled);
    filled += chunk.length;
    if (filled >= SNIFFED_BYTES) format ??= acceptedFormat(bytes.subarray(0, filled), rules.accepted);
  }
  if (filled < length) throw new UnexpectedAnswerError(`${filled} of ${length} bytes came`);
  format ??= acceptedFormat(bytes, rules.accepted);
  if (format === 'avif') beginAsStill(bytes);
  return { format, bytes };
}

function acceptedFormat(head: Buffer, accepted: readonly PictureFormat[]): PictureFormat {
  const sniffed = sniffPicture(head);
  if (sniffed === undefined)
    throw new RejectedPictureError('NotAPicture', 'The bytes are no picture of a known format');
  if ('other' in sniffed)
    throw new RejectedPictureError(
      'NotAPicture',
      `The bytes are those of a file of another kind: ${sniffed.other}`,
    );
  if ('unsupported' in sniffed)
    throw new RejectedPictureError(
      'Unsupported',
      `Pictures of this format are not supported: ${sniffed.unsupported}`,
    );
  if (!accepted.includes(sniffed.format))
    throw new RejectedPictureError(
      'FormatRefused',
      `${sniffed.format} is not among the accepted formats: ${accepted.join(', ')}`,
    );
  return sniffed.format;
}

/**
 * Gives the memory of the file back at once; its bytes are not to be used any more. Left to the collector, several
 * large files would be held before it runs.
 */
export function releasePicture({ bytes }: PictureFile): void {
  bytes.buffer.transfer(0);
}
