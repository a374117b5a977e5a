import { env, EnvError, type parseEnv } from '@hanok/lambda';
import * as z from 'zod/mini';
import { intakeRulesFrom, intakeVariables } from '../picture/intake-variables.ts';
import type { ThumbnailRules } from './make-thumbnails.ts';
import { thumbnailSizes } from './thumbnail-size.ts';

/** The environment variables of a function that makes thumbnails. */
export const thumbnailVariables = {
  RESIZED_BUCKET: env.text(),
  /** Where uploads go; each event says it as well. */
  IMAGES_BUCKET: env.optionalText(),
  THUMBNAILS: z.prefault(thumbnailSizes, '128x128'),
  ...intakeVariables,
};

type ThumbnailVariables = ReturnType<typeof parseEnv<typeof thumbnailVariables>>;

/**
 * The rules that the variables set. Throws `EnvError` when thumbnails would be uploads again, without end, and for a
 * format that cannot be decoded here.
 */
export function thumbnailRulesFrom(variables: ThumbnailVariables): ThumbnailRules {
  if (variables.RESIZED_BUCKET === variables.IMAGES_BUCKET)
    throw new EnvError('Environment variables: RESIZED_BUCKET: must not be IMAGES_BUCKET');
  return { sizes: variables.THUMBNAILS, ...intakeRulesFrom(variables) };
}
