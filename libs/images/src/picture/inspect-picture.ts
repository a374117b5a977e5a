import { isCutOff } from './cut-off.ts';
import { RejectedPictureError } from '../errors.ts';
import { readHeader } from './picture-codec.ts';
import type { PictureFile } from './picture-format.ts';
import { checkPicture, type PictureHeader } from './picture-limits.ts';
import type { IntakeRules } from './read-picture.ts';

/** The header of a picture that is whole and within the limits. Throws `RejectedPictureError`. */
export async function inspectPicture(
  file: PictureFile,
  { limits }: Pick<IntakeRules, 'limits'>,
): Promise<PictureHeader> {
  if (isCutOff(file.format, file.bytes))
    throw new RejectedPictureError('Truncated', `The ${file.format} file ends before its structure does`);
  const header = await readHeader(file);
  checkPicture(header, file.bytes.length, limits);
  return header;
}
