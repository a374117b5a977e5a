import { asError } from '@hanok/lambda';
import { type Rejection, RejectedPictureError } from './errors.ts';

/** How libvips and its decoders say it; whatever else they say, the picture is damaged. */
const REASONS: readonly (readonly [RegExp, Rejection])[] = [
  [/^timeout/m, 'TooSlow'],
  [/premature end|unexpected end/i, 'Truncated'],
];
const MAX_LENGTH = 200;

/** A decoder's error as the rejection of the picture: other bytes would have been decoded. */
export function rejectionOf(thrown: unknown): RejectedPictureError {
  const error = asError(thrown);
  if (error instanceof RejectedPictureError) return error;
  const reason = REASONS.find(([said]) => said.test(error.message))?.[1] ?? 'Damaged';
  const said = error.message.trim().split('\n').at(-1) ?? '';
  return new RejectedPictureError(reason, `The decoder says: ${said.slice(0, MAX_LENGTH)}`, { cause: error });
}
