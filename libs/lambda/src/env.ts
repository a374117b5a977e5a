import { parseInput, type SchemaOutput, type StandardSchema, zodOf } from '@hanok/events';
import * as z from 'zod/mini';
import { EnvError } from './errors.ts';

/** Shapes of environment variables. */
export const env = {
  /** Text of at least one character; a variable without a default must be there. */
  text: (fallback?: string) => withDefault(z.string().check(z.minLength(1)), fallback),
  /** Text of at least one character, or undefined when the variable is not set. */
  optionalText: () => z.optional(z.string().check(z.minLength(1))),
  /** One or more texts with commas between, blanks around each left out. */
  list: (fallback?: string) =>
    z.pipe(
      withDefault(
        z.string().check(z.refine(isList, { error: 'expected texts with commas between' })),
        fallback,
      ),
      z.transform((text) => text.split(',').map((item) => item.trim())),
    ),
  /** A whole number, 0 or more. */
  integer: (fallback?: string) =>
    z.pipe(
      withDefault(z.string().check(z.regex(/^\d{1,15}$/, 'expected a whole number')), fallback),
      z.transform(Number),
    ),
  /** `true` or `false`. */
  flag: (fallback?: 'true' | 'false') =>
    z.pipe(
      withDefault(z.enum(['true', 'false']), fallback),
      z.transform((text) => text === 'true'),
    ),
};

type Variables<Shape extends Record<string, StandardSchema>> = {
  [Name in keyof Shape]: SchemaOutput<Shape[Name]>;
};

/**
 * The variables that a function reads, checked at cold start. Throws `EnvError`, which names every missing or bad
 * variable at once and no value.
 */
export function parseEnv<Shape extends Record<string, StandardSchema>>(
  shape: Shape,
  variables: Readonly<Record<string, string | undefined>>,
): Variables<Shape> {
  const fields = Object.entries(shape).map(([name, schema]) => [name, zodOf(schema)]);
  const parsed = parseInput(z.object(Object.fromEntries(fields)), variables);
  if (!parsed.ok) throw new EnvError(`Environment variables: ${parsed.reason}`);
  // Each variable is the output of its schema.
  return parsed.value as Variables<Shape>;
}

function isList(text: string): boolean {
  return text.split(',').every((item) => item.trim() !== '');
}

function withDefault(
  schema: z.ZodMiniType<string, string>,
  fallback: string | undefined,
): z.ZodMiniType<string> {
  return fallback === undefined ? schema : z._default(schema, fallback);
}
