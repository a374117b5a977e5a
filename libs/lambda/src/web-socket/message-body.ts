import {
  jsonString,
  type SchemaOutput,
  type StandardSchema,
  type WebSocketMessage,
  zodOf,
} from '@hanok/events';
import * as z from 'zod/mini';
import { type MessageRefusal, refuseMessage } from './frame.ts';

/** Deepest nesting of a message's JSON. Deeper text is for breaking what walks it. */
const MAX_DEPTH = 32;
/** Keys by which an object's prototype can be reached where code copies objects key by key. */
const PROTOTYPE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

const plainJson = jsonString(
  z.unknown().check(z.refine(isPlain, { error: 'nested too deep, or a key of prototypes' })),
);

/**
 * The body of a message, or its refusal: TOO_LARGE above `maxBytes` bytes of UTF-8; INVALID with the first field at
 * fault, `body` for the whole, for another shape, text that is not JSON, binary, an object that holds a key twice, more
 * than 32 levels, and the keys `__proto__`, `constructor` and `prototype` on any level.
 */
export async function readBody<Schema extends StandardSchema>(
  schema: Schema,
  { body, isBase64Encoded }: WebSocketMessage,
  maxBytes: number,
): Promise<{ body: SchemaOutput<Schema> } | MessageRefusal> {
  const text = body ?? '';
  if (Buffer.byteLength(text) > maxBytes) return refuseMessage('TOO_LARGE', 'body');
  if (isBase64Encoded) return refuseMessage('INVALID', 'body');
  const parsed = await z.safeParseAsync(z.pipe(plainJson, zodOf(schema)), text);
  if (parsed.success) return { body: parsed.data };
  return refuseMessage('INVALID', parsed.error.issues[0]?.path.map(String).join('.') || 'body');
}

/** Walks without recursion, so that no depth is too deep for it. */
function isPlain(value: unknown): boolean {
  const waiting = [{ value, depth: 0 }];
  for (let each = waiting.pop(); each; each = waiting.pop()) {
    if (typeof each.value !== 'object' || each.value === null) continue;
    const { depth } = each;
    if (depth >= MAX_DEPTH) return false;
    for (const [key, inner] of Object.entries(each.value)) {
      if (PROTOTYPE_KEYS.has(key)) return false;
      waiting.push({ value: inner, depth: depth + 1 });
    }
  }
  return true;
}
