import {
  jsonString,
  type ParsedInput,
  parseInput,
  parseInputAsync,
  type RestEvent,
  type StandardSchema,
} from '@hanok/events';
import * as z from 'zod/mini';

/** A part of a request under its name, `{}` when the route does not ask for it, or why it is refused. */
type RequestPart = ParsedInput<Readonly<Record<string, unknown>>>;
type Schema = StandardSchema | undefined;

const NOT_ASKED: RequestPart = { ok: true, value: {} };
const idempotencyKey = z.optional(
  z.string().check(z.regex(/^[\x20-\x7e]{1,255}$/, 'expected 1 to 255 printable ASCII characters')),
);

/** What the authorizer says of the caller. */
export function readClaims(schema: Schema, event: RestEvent): Promise<RequestPart> {
  return read('claims', schema, event.requestContext?.authorizer?.claims);
}

export async function readPath(schema: Schema, event: RestEvent): Promise<RequestPart> {
  if (!schema) return NOT_ASKED;
  const decoded = decodePathParameters(event.pathParameters ?? {});
  return decoded ? read('path', schema, decoded) : refused('path: expected percent-encoded UTF-8');
}

export function readQuery(schema: Schema, event: RestEvent): Promise<RequestPart> {
  return read('query', schema, event.queryStringParameters ?? {});
}

/** The header `Idempotency-Key`, undefined when the caller sends none. */
export function readIdempotencyKey(asked: true | undefined, event: RestEvent): RequestPart {
  if (!asked) return NOT_ASKED;
  const parsed = parseInput(idempotencyKey, requestHeader(event, 'Idempotency-Key'), 'Idempotency-Key');
  return parsed.ok ? { ok: true, value: { idempotencyKey: parsed.value } } : parsed;
}

/** The JSON body, decoded first where API Gateway has sent it as base64. */
export async function readBody(schema: Schema, { body, isBase64Encoded }: RestEvent): Promise<RequestPart> {
  if (!schema) return NOT_ASKED;
  if (!body) return refused('body: missing');
  const text = isBase64Encoded ? decodeBase64(body) : body;
  return text === undefined ? refused('body: expected UTF-8') : read('body', jsonString(schema), text);
}

async function read(name: string, schema: Schema, input: unknown): Promise<RequestPart> {
  if (!schema) return NOT_ASKED;
  const parsed = await parseInputAsync(schema, input, name);
  return parsed.ok ? { ok: true, value: { [name]: parsed.value } } : parsed;
}

function refused(reason: string): RequestPart {
  return { ok: false, reason };
}

/** Undefined for bytes that are not UTF-8. A byte order mark stays, for `jsonString` to refuse. */
function decodeBase64(text: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(text, 'base64'));
  } catch {
    return undefined;
  }
}

/** A header of the request, whatever the case of its name; undefined when it is not there. */
export function requestHeader(event: RestEvent, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return Object.entries(event.headers ?? {}).find(([each]) => each.toLowerCase() === wanted)?.[1];
}

/**
 * Path parameters as the client meant them: a REST API passes them on percent-encoded. Undefined when one of them is
 * not valid percent-encoded UTF-8.
 */
function decodePathParameters(
  encoded: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> | undefined {
  try {
    const entries = Object.entries(encoded).map(
      ([name, value]) => [name, value && decodeURIComponent(value)] as const,
    );
    return Object.fromEntries(entries);
  } catch {
    return undefined;
  }
}
