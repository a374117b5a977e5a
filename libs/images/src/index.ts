export { createThumbnails } from './create-thumbnails.ts';
export {
  ContendedThumbnailError,
  RejectedPictureError,
  type Rejection,
  UnexpectedAnswerError,
} from './errors.ts';
export { type Box, fitBox } from './fit-box.ts';
export { intakeRulesFrom, intakeVariables } from './intake-variables.ts';
export { inspectPicture, makeThumbnails, type Thumbnail, type ThumbnailRules } from './make-thumbnails.ts';
export {
  createObjectStore,
  type NewObject,
  type ObjectAddress,
  type ObjectStore,
  type ReadObject,
  type StoredObject,
} from './object-store.ts';
export { readHeader, renderPicture, type Rendering } from './picture-codec.ts';
export { contentTypeOf, keptFormat, type OutputFormat, type PictureFormat } from './picture-format.ts';
export { limitsFrom, limitVariables, type PictureHeader, type PictureLimits } from './picture-limits.ts';
export { type IntakeRules, type PictureFile, readPicture, releasePicture } from './read-picture.ts';
export { sniffPicture, type Sniffed } from './sniff-picture.ts';
export { thumbnailKeys } from './thumbnail-key.ts';
export { type ThumbnailSize, thumbnailSizes } from './thumbnail-size.ts';
export { thumbnailRulesFrom, thumbnailVariables } from './thumbnail-variables.ts';
