import { EnvError, type parseEnv } from '@hanok/lambda';
import * as z from 'zod/mini';
import { acceptedFormats, DEFAULT_FORMATS } from './accepted-formats.ts';
import { canDecode } from './picture-codec.ts';
import { limitsFrom, limitVariables } from './picture-limits.ts';
import type { IntakeRules } from './read-picture.ts';

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
