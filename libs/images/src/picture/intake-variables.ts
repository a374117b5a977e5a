import { EnvError, type parseEnv } from '@hanok/lambda';
import * as z from 'zod/mini';
import { canDecode } from './picture-codec.ts';
import { PICTURE_FORMATS, type PictureFormat } from './picture-format.ts';
import { limitsFrom, limitVariables } from './picture-limits.ts';
import type { IntakeRules } from './read-picture.ts';

/** SVG may run for long and draw text with whatever fonts are there; HEIC needs a libvips built for it. */
const DEFAULT_FORMATS = 'jpeg,png,webp,gif,avif,tiff';

/** A list of picture formats, such as `jpeg,png,svg`. */
const acceptedFormats = z.pipe(
  z.string(),
  z.transform((list: string, context): readonly PictureFormat[] => {
    const names = list.split(',').map((name) => name.trim());
    const formats = names.flatMap((name) => PICTURE_FORMATS.find((each) => each === name) ?? []);
    if (formats.length < names.length)
      context.issues.push({
        code: 'custom',
        message: `expected a list of ${PICTURE_FORMATS.join(', ')}`,
        input: list,
      });
    return formats;
  }),
);

/** The environment variables of a function that takes pictures. */
export const intakeVariables = {
  ACCEPTED_FORMATS: z.prefault(acceptedFormats, DEFAULT_FORMATS),
  ...limitVariables,
};

type IntakeVariables = ReturnType<typeof parseEnv<typeof intakeVariables>>;

/** The rules that the variables set. Throws `EnvError` for a format that cannot be decoded here. */
export function intakeRulesFrom(variables: IntakeVariables): IntakeRules {
  const { ACCEPTED_FORMATS: accepted } = variables;
  const missing = accepted.find((format) => !canDecode(format));
  if (missing) throw new EnvError(`Environment variables: ACCEPTED_FORMATS: no decoder here for ${missing}`);
  return { accepted, limits: limitsFrom(variables) };
}
