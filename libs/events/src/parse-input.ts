import * as z from 'zod/mini';
import { type SchemaOutput, type StandardSchema, zodOf } from './standard-schema.ts';

/** The value, or why there is none: `reason` names each field and what is expected there, and repeats no value. */
export type ParsedInput<Value> = { ok: true; value: Value } | { ok: false; reason: string };

/**
 * The input as the schema's value, or why not, as `field.path: reason` joined by `; `. A reason says which field and
 * what it must be, never the value that it has, so that it can stand in logs and answers. `root` names the input
 * itself where no field of it is at fault. Throws for a schema that answers a promise: `parseInputAsync` takes these.
 */
export function parseInput<Schema extends StandardSchema>(
  schema: Schema,
  input: unknown,
  root = '',
): ParsedInput<SchemaOutput<Schema>> {
  return settled(z.safeParse(zodOf(schema), input, { error: reasonOf }), root);
}

/** The same for any schema. Only for one that answers a promise it answers one too. */
export function parseInputAsync<Schema extends StandardSchema>(
  schema: Schema,
  input: unknown,
  root = '',
): ParsedInput<SchemaOutput<Schema>> | Promise<ParsedInput<SchemaOutput<Schema>>> {
  try {
    return parseInput(schema, input, root);
  } catch {
    // It throws at a promise, by an error without a name of its own; any other error comes again.
    return z
      .safeParseAsync(zodOf(schema), input, { error: reasonOf })
      .then((parsed) => settled(parsed, root));
  }
}

function settled<Value>(parsed: z.core.util.SafeParseResult<Value>, root: string): ParsedInput<Value> {
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, reason: parsed.error.issues.map((issue) => describeIssue(issue, root)).join('; ') };
}

function describeIssue(issue: z.core.$ZodIssue, root: string): string {
  const path = issue.path.map(String).join('.') || root;
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}

function reasonOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'missing' : `expected ${issue.expected}`;
    case 'too_small':
      return `at least ${issue.minimum}${unitOf(issue.origin)}`;
    case 'too_big':
      return `at most ${issue.maximum}${unitOf(issue.origin)}`;
    case 'invalid_value':
      return `expected one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return `expected ${issue.format}`;
    default:
      return issue.message ?? String(issue.code).replaceAll('_', ' ');
  }
}

function unitOf(origin: string): string {
  return origin === 'string' ? ' characters' : origin === 'array' ? ' elements' : '';
}
