/** One message to a client: its kind, and what belongs to it. Sent as JSON. */
export type Frame = { type: string } & Readonly<Record<string, unknown>>;

/** A refused message. `code` is a word in UPPER_CASE that clients know, `field` the first field at fault. */
export type MessageRefusal = { type: 'error'; code: string; field?: string };

/** Most bytes of one message in either direction. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html */
export const MAX_MESSAGE_BYTES = 131_072;
/** Most characters of a field's name in a frame: the names in a record are the client's own. */
const MAX_FIELD = 200;

/** For a handler of `messageRoute`: the message is refused with this code. */
export function refuseMessage(code: string, field?: string): MessageRefusal {
  return { type: 'error', code, ...(field !== undefined && { field }) };
}

/**
 * The one shape of an error to a client: `reference` is the request id in the log. Whatever else a frame of the type
 * `error` carries stays here.
 */
export function errorFrame({ code, field }: Frame, reference: string) {
  const shortened = typeof field === 'string' ? { field: field.slice(0, MAX_FIELD).toWellFormed() } : {};
  return { type: 'error', code: typeof code === 'string' ? code : 'INTERNAL', ...shortened, reference };
}
