import * as z from 'zod/mini';
import { repeatedKey } from './repeated-key.ts';

/**
 * Text that holds JSON of the given shape, such as the body of an SQS message. Refused: text that is not JSON (a
 * byte order mark included) and an object that holds a key twice. The text itself never appears in an issue.
 */
export function jsonString<Schema extends z.core.$ZodType>(schema: Schema) {
  const parse = z.transform((text: string, context): unknown => {
    const parsed = parseJson(text);
    if (parsed === undefined) context.issues.push({ code: 'custom', message: 'not valid JSON', input: text });
    else if (repeatedKey(text) !== undefined)
      context.issues.push({ code: 'custom', message: 'a key stands twice', input: text });
    return parsed;
  });
  return z.pipe(z.pipe(z.string(), parse), schema);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
