import * as z from 'zod';
import { compilePattern } from '../../event-pattern/compile-pattern.ts';
import { LAMBDA_FILTER } from '../../event-pattern/dialect.ts';
import { EventPatternError } from '../../event-pattern/errors.ts';
import type { Matcher } from '../../event-pattern/values.ts';

/** As in CloudFormation: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-eventsourcemapping-filtercriteria.html */
export const filterCriteria = z.strictObject({
  Filters: z.array(z.strictObject({ Pattern: z.string().max(4096) })).max(5),
});
type FilterCriteria = z.infer<typeof filterCriteria>;

/**
 * Whether a record matches at least one of the patterns; without patterns every record does. A pattern whose
 * `body` is an object reads the record's body as JSON, and one whose `body` is a list reads it as plain text; a
 * body of the other kind does not match. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html
 */
export function createFilter(criteria: FilterCriteria | undefined): (record: object) => boolean {
  const patterns = (criteria?.Filters ?? []).map(({ Pattern }) => compileFilter(Pattern));
  return (record) => patterns.length === 0 || patterns.some((pattern) => pattern(record));
}

function compileFilter(text: string): Matcher {
  const pattern = parsePattern(text);
  const matches = compilePattern(pattern, LAMBDA_FILTER);
  const expected = bodyPattern(pattern);
  if (expected === undefined) return matches;
  return (record) => {
    const body = bodyOf(record);
    const json = parseStructure(body);
    if (Array.isArray(expected)) return json === undefined && matches(record);
    return json !== undefined && matches({ ...Object(record), body: json });
  };
}

function parsePattern(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new EventPatternError('$', 'is not JSON', { cause });
  }
}

function bodyPattern(pattern: unknown): unknown {
  return typeof pattern === 'object' && pattern !== null && 'body' in pattern ? pattern.body : undefined;
}

function bodyOf(record: unknown): string {
  const body = bodyPattern(record);
  return typeof body === 'string' ? body : '';
}

/** A JSON object or list; undefined for plain text, which a JSON string or number also is. */
function parseStructure(body: string): unknown {
  if (!/^\s*[[{]/.test(body)) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
