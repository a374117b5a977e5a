import { parseInputAsync, type SchemaOutput, type StandardSchema, webSocketMessage } from '@hanok/events';
import { type Frame, MAX_MESSAGE_BYTES, refuseMessage } from './frame.ts';
import { readBody } from './message-body.ts';
import { readEvent, type SocketRoute } from './socket-route.ts';

/** A client's message that has the shape asked for. Who sends it says the authorizer, never the message. */
export type SocketMessage<Body, Principal> = {
  connectionId: string;
  /** What the authorizer said of the caller at connect. */
  principal: Principal;
  body: Body;
  /** Lambda's id of the invocation, the `reference` of error frames. */
  requestId: string;
  /** API Gateway's id of the message. */
  messageId: string | undefined;
};

/**
 * A route for messages of the given shape. The handler answers the frame for the sender, or `undefined` for none, or
 * `refuseMessage`. Before it runs, a caller without a principal of the given shape is refused as UNAUTHORIZED, a body of
 * another shape as INVALID, and one of more than `maxBytes` bytes of UTF-8, 128 KB by default, as TOO_LARGE. Two messages
 * of one client may run at the same time, in any order.
 */
export function messageRoute<Body extends StandardSchema, Principal extends StandardSchema>(options: {
  routeKey: string;
  /** Of `requestContext.authorizer`: `principalId` and the authorizer's context. */
  principal: Principal;
  body: Body;
  maxBytes?: number;
  handle(
    message: SocketMessage<SchemaOutput<Body>, SchemaOutput<Principal>>,
    signal: AbortSignal,
  ): Promise<Frame | undefined>;
}): SocketRoute {
  const { routeKey, maxBytes = MAX_MESSAGE_BYTES } = options;
  return {
    eventType: 'MESSAGE',
    routeKey,
    run: async (raw, { requestId, signal }) => {
      const event = readEvent(webSocketMessage, raw);
      const { connectionId, messageId, authorizer } = event.requestContext;
      const principal = await parseInputAsync(options.principal, authorizer);
      if (!principal.ok) return { status: 200, frame: refuseMessage('UNAUTHORIZED') };
      const read = await readBody(options.body, event, maxBytes);
      if (!('body' in read)) return { status: 200, frame: read };
      const message = { connectionId, principal: principal.value, body: read.body, requestId, messageId };
      return { status: 200, frame: await options.handle(message, signal) };
    },
  };
}
