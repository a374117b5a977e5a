import { asError } from '@hanok/lambda';
import { type Rejection, RejectedPictureError } from '../errors.ts';

/** The result of decoding; what the decoder throws becomes the rejection of the picture. */
export async function decoded<Result>(decode: () => Promise<Result>): Promise<Result> {
  try {
    return await decode();
  } catch (thrown) {
    throw rejectionOf(thrown);
  }
}

/** How libvips and its decoders say it, the first that fits; whatever else they say, the picture is damaged. */
const REASONS: readonly (readonly [RegExp, Rejection])[] = [
  [/^timeout/m, 'TooSlow'],
  [/premature end|unexpected end/i, 'Truncated'],
  // A sequence of frames without a still picture.
  [/no 'pitm' box/i, 'Unsupported'],
  // These speak of what no sound file has.
  [/invalid input|unsupported marker|contains unsupported image format/i, 'Damaged'],
  [/unsupported|not supported|not implemented|not configured|can ?not handle/i, 'Unsupported'],
  [/no known route|channel limit|bad labq/i, 'Unsupported'],
];
const MAX_LENGTH = 200;

/** A decoder's error as the rejection of the picture: other bytes would have been decoded. */
function rejectionOf(thrown: unknown): RejectedPictureError {
  const error = asError(thrown);
  if (error instanceof RejectedPictureError) return error;
  const reason = REASONS.find(([said]) => said.test(error.message))?.[1] ?? 'Damaged';
  const said = error.message.trim().split('\n').at(-1) ?? '';
  return new RejectedPictureError(reason, `The decoder says: ${said.slice(0, MAX_LENGTH)}`, { cause: error });
}
