import type { RestEvent, SchemaOutput, StandardSchema } from '@hanok/events';
import {
  readBody,
  readClaims,
  readIdempotencyKey,
  readPath,
  readQuery,
  requestHeader,
} from './request-parts.ts';

type Schema = StandardSchema | undefined;

/** What a route asks of a request; a part that is left out is neither checked nor handed over. */
export type RequestShape = {
  /** Path parameters, percent-decoded. */
  path?: Schema;
  query?: Schema;
  /** The JSON body. */
  body?: Schema;
  /** Claims of the authorizer, such as `cognitoClaims`; a caller without claims of this shape is answered 401. */
  claims?: Schema;
  /** Whether the header `Idempotency-Key` is read. */
  idempotencyKey?: true | undefined;
};

/** A request that has the shape asked for. */
export type RestRequest<Shape extends RequestShape> = Asked<'path', Shape['path']> &
  Asked<'query', Shape['query']> &
  Asked<'body', Shape['body']> &
  Asked<'claims', Shape['claims']> &
  (Shape['idempotencyKey'] extends true ? { idempotencyKey: string | undefined } : unknown) & {
    /** Lambda's id of the invocation; the same one when Lambda runs the invocation again. */
    requestId: string;
    /** A header by its name in any case. */
    header(name: string): string | undefined;
  };

type Asked<Name extends string, Part> = Part extends StandardSchema
  ? Record<Name, SchemaOutput<Part>>
  : unknown;

/**
 * The request as these schemas have it, `Shape` being their types; or why it is refused: 401 before anything else is looked
 * at, so that a caller without a token learns nothing, then 400 that names every field at fault.
 */
export async function readRequest<Shape extends RequestShape>(
  shape: RequestShape,
  event: RestEvent,
  requestId: string,
): Promise<{ request: RestRequest<Shape> } | { status: 400 | 401; reason: string }> {
  const claims = await readClaims(shape.claims, event);
  if (!claims.ok) return { status: 401, reason: 'Authorization: missing or not accepted' };
  const parts = [
    await readPath(shape.path, event),
    await readQuery(shape.query, event),
    readIdempotencyKey(shape.idempotencyKey, event),
    await readBody(shape.body, event),
  ];
  const reasons = parts.flatMap((part) => (part.ok ? [] : [part.reason]));
  if (reasons.length > 0) return { status: 400, reason: reasons.join('; ') };
  const read = Object.assign({}, claims.value, ...parts.map((part) => part.ok && part.value));
  const header = (name: string) => requestHeader(event, name);
  // Each part is there, as its schema's output, exactly when it is asked for: what the type says of it.
  return { request: { ...read, requestId, header } as RestRequest<Shape> };
}
