import {
  parseInputAsync,
  type SchemaOutput,
  type StandardSchema,
  webSocketConnect,
  webSocketDisconnect,
} from '@hanok/events';
import { readEvent, type SocketRoute } from './socket-route.ts';

/** A client that asks for a connection, which does not exist before the answer: a post to it is answered 410. */
export type SocketConnect<Query, Principal> = {
  connectionId: string;
  principal: Principal;
  query: Query;
  /** Lambda's id of the invocation. */
  requestId: string;
  /** Of the page that asks; a client that is no browser has none. */
  origin: string | undefined;
  /** The subprotocols that the client offers. */
  protocols: readonly string[];
};

/** 200 with one of the offered subprotocols, if any; a client closes a connection whose protocol it did not offer. */
export type ConnectAnswer = { status: 200; protocol?: string } | { status: 400 | 401 | 403 | 429 };

/**
 * The route `$connect`. Before the handler runs, a page of an origin that is not in `origins` is refused with 403, since
 * API Gateway does not look at origins; a caller without a principal of the given shape with 401; another query with 400.
 * Left out, `origins` lets every page in. Clients that are no browser send no origin, or any.
 */
export function connectRoute<Query extends StandardSchema, Principal extends StandardSchema>(options: {
  origins?: readonly string[];
  principal: Principal;
  query: Query;
  handle(
    connect: SocketConnect<SchemaOutput<Query>, SchemaOutput<Principal>>,
    signal: AbortSignal,
  ): Promise<ConnectAnswer>;
}): SocketRoute {
  return {
    eventType: 'CONNECT',
    routeKey: '$connect',
    run: async (raw, { requestId, signal }) => {
      const { headers, queryStringParameters, requestContext } = readEvent(webSocketConnect, raw);
      const origin = header(headers, 'origin');
      if (options.origins && origin !== undefined && !options.origins.includes(origin))
        return { status: 403 };
      const principal = await parseInputAsync(options.principal, requestContext.authorizer);
      if (!principal.ok) return { status: 401 };
      const query = await parseInputAsync(options.query, queryStringParameters ?? {});
      if (!query.ok) return { status: 400 };
      const protocols = protocolsOf(header(headers, 'sec-websocket-protocol'));
      const { connectionId } = requestContext;
      const parts = { principal: principal.value, query: query.value };
      const answer = await options.handle({ connectionId, ...parts, requestId, origin, protocols }, signal);
      if (answer.status !== 200 || answer.protocol === undefined) return { status: answer.status };
      if (!protocols.includes(answer.protocol)) throw new Error('The client did not offer the protocol');
      return { status: 200, headers: { 'Sec-WebSocket-Protocol': answer.protocol } };
    },
  };
}

/** A connection that has ended. API Gateway does not promise to tell it, and may tell it twice. */
export type SocketDisconnect = {
  connectionId: string;
  /** Lambda's id of the invocation. */
  requestId: string;
  /** The code of the close, such as 1001 for an idle connection. */
  code: number | undefined;
};

/** The route `$disconnect`. What belongs to the connection is found by its id: the handler trusts nothing else. */
export function disconnectRoute(options: {
  handle(disconnect: SocketDisconnect, signal: AbortSignal): Promise<void>;
}): SocketRoute {
  return {
    eventType: 'DISCONNECT',
    routeKey: '$disconnect',
    run: async (raw, { requestId, signal }) => {
      const { connectionId, disconnectStatusCode } = readEvent(webSocketDisconnect, raw).requestContext;
      await options.handle({ connectionId, requestId, code: disconnectStatusCode ?? undefined }, signal);
      return { status: 200 };
    },
  };
}

function header(headers: Readonly<Record<string, string | undefined>> | null | undefined, name: string) {
  return Object.entries(headers ?? {}).find(([each]) => each.toLowerCase() === name)?.[1];
}

function protocolsOf(offered: string | undefined): readonly string[] {
  return (offered ?? '').split(',').flatMap((each) => each.trim() || []);
}
