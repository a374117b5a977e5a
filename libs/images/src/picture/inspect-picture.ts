import { readHeader } from './picture-codec.ts';
import type { PictureFile } from './picture-format.ts';
import { checkPicture, type PictureHeader } from './picture-limits.ts';
import type { IntakeRules } from './read-picture.ts';
import { checkData, checkStructure } from './structure/check-structure.ts';

/** The header of a picture that is whole, of a supported kind and within the limits. Throws `RejectedPictureError`. */
export async function inspectPicture(
  file: PictureFile,
  { limits }: Pick<IntakeRules, 'limits'>,
): Promise<PictureHeader> {
  checkStructure(file);
  const header = await readHeader(file);
  checkPicture(header, file.bytes.length, limits);
  checkData(file);
  return header;
}
