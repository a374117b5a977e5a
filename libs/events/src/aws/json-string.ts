import * as z from 'zod/mini';
import { type StandardSchema, zodOf } from '../standard-schema.ts';

/** A string is read in runs of plain characters: one by one, a long one would be too deep for the engine. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g;

/**
 * Text that holds JSON of the given shape, such as the body of an SQS message. Refused: text that is not JSON (a
 * byte order mark included) and an object that holds a key twice. The text itself never appears in an issue.
 */
export function jsonString<Schema extends StandardSchema>(schema: Schema) {
  const parse = z.transform((text: string, context): unknown => {
    const parsed = parseJson(text);
    if (parsed === undefined) context.issues.push({ code: 'custom', message: 'not valid JSON', input: text });
    else if (!isWritten(text, parsed) && repeatedKey(text) !== undefined)
      context.issues.push({ code: 'custom', message: 'a key stands twice', input: text });
    return parsed;
  });
  return z.pipe(z.pipe(z.string(), parse), zodOf(schema));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether the value is written as this very text, as most senders write it: then each key stands in it once. */
function isWritten(text: string, value: unknown): boolean {
  try {
    return JSON.stringify(value) === text;
  } catch {
    // A value too deep for the engine.
    return false;
  }
}

/**
 * The first key that an object of this JSON text holds twice, or undefined. `JSON.parse` keeps the last of them
 * silently, so two readers of one text can disagree on what it says. The text must be valid JSON.
 */
export function repeatedKey(json: string): string | undefined {
  const scopes: (Set<string> | undefined)[] = [];
  let text = '';
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === '{') scopes.push(new Set());
    else if (token === '[') scopes.push(undefined);
    else if (token === '}' || token === ']') scopes.pop();
    else if (token === ':') {
      const key: string = JSON.parse(text);
      const keys = scopes.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
    text = token;
  }
  return undefined;
}
