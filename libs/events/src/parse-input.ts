import * as z from 'zod/mini';

export type ParsedInput<Value> = { ok: true; value: Value } | { ok: false; reason: string };

/**
 * The input as the schema's value, or why not, as `field.path: reason` joined by `; `. A reason says which field and
 * what it must be, never the value that it has, so that it can stand in logs and answers. `root` names the input
 * itself where no field of it is at fault.
 */
export function parseInput<Schema extends z.core.$ZodType>(
  schema: Schema,
  input: unknown,
  root = '',
): ParsedInput<z.core.output<Schema>> {
  const parsed = z.safeParse(schema, input, { error: reasonOf });
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
