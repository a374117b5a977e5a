import { KnownError } from '@hanok/events';
import { RejectedRecordError } from '@hanok/lambda';

/** Why no thumbnail is made of an upload. Each is a word in the log and, after `Rejected`, a metric. */
export type Rejection =
  | 'Empty'
  | 'NotAPicture'
  | 'FormatRefused'
  | 'Unsupported'
  | 'Truncated'
  | 'Damaged'
  | 'TooManyBytes'
  | 'TooManyPixels'
  | 'TooMuchMemory'
  | 'TooSlow'
  | 'KeyTooLong'
  | 'OutputBucket';

/** An upload of which no thumbnail can be made, now or later; `reason` and `message` say why. */
export class RejectedPictureError extends RejectedRecordError<Rejection> {
  static override readonly kind: string = 'RejectedPictureError';
}

/** S3 answered in a way that it does not document; the same call may succeed later. */
export class UnexpectedAnswerError extends KnownError {
  static override readonly kind: string = 'UnexpectedAnswerError';
}

/** The upload or its thumbnails were changed by others at every attempt. */
export class ContendedThumbnailError extends KnownError {
  static override readonly kind: string = 'ContendedThumbnailError';
  override readonly message = 'The upload or its thumbnails changed at every attempt';
}
