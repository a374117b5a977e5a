import * as z from 'zod/mini';

const nullableRecord = z.nullish(z.record(z.string(), z.optional(z.string())));

/** What an authorizer says of the caller, `principalId` and its context as given; it comes back on every later event. */
const authorizer = z.nullish(z.looseObject({ principalId: z.optional(z.string()) }));

/** What stands in the context of every event. Times are milliseconds since the epoch. */
const COMMON = {
  connectionId: z.string().check(z.minLength(1)),
  apiId: z.optional(z.string()),
  stage: z.optional(z.string()),
  domainName: z.optional(z.string()),
  requestId: z.optional(z.string()),
  requestTimeEpoch: z.optional(z.number()),
  connectedAt: z.optional(z.number()),
  identity: z.nullish(z.looseObject({ sourceIp: z.nullish(z.string()), userAgent: z.nullish(z.string()) })),
  authorizer,
};

const UPGRADE = { headers: nullableRecord, queryStringParameters: nullableRecord };

/**
 * A client asks for a connection: the upgrade request with its headers. There is no connection before the answer.
 * Required is here and below what the event cannot be answered without.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
export const webSocketConnect = z.looseObject({
  ...UPGRADE,
  /** The request of an authorizer has it and is otherwise the same. */
  methodArn: z.optional(z.undefined()),
  requestContext: z.looseObject({
    ...COMMON,
    eventType: z.literal('CONNECT'),
    routeKey: z.optional(z.literal('$connect')),
  }),
});
/** The event of `$connect`. */
export type WebSocketConnect = z.infer<typeof webSocketConnect>;

/** A client's message, its text as sent. It has no headers and no query. */
export const webSocketMessage = z.looseObject({
  requestContext: z.looseObject({
    ...COMMON,
    eventType: z.literal('MESSAGE'),
    /** The route that API Gateway has chosen, `$default` when no other fits. */
    routeKey: z.string(),
    messageId: z.optional(z.string()),
  }),
  body: z.nullish(z.string()),
  isBase64Encoded: z.nullish(z.boolean()),
});
/** A frame of a connected client, its body as text. */
export type WebSocketMessage = z.infer<typeof webSocketMessage>;

/** A connection has ended. Best effort: a connection may end without this event. The reason may be the client's text. */
export const webSocketDisconnect = z.looseObject({
  requestContext: z.looseObject({
    ...COMMON,
    eventType: z.literal('DISCONNECT'),
    routeKey: z.optional(z.literal('$disconnect')),
    disconnectStatusCode: z.nullish(z.number()),
    disconnectReason: z.nullish(z.string()),
  }),
});
/** The event of `$disconnect`. API Gateway may leave it out. */
export type WebSocketDisconnect = z.infer<typeof webSocketDisconnect>;

/**
 * What a REQUEST authorizer of a WebSocket API is asked, on `$connect` alone. It is the only event with `type` and
 * `methodArn`. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
 */
export const webSocketAuthorizerRequest = z.looseObject({
  ...UPGRADE,
  type: z.literal('REQUEST'),
  methodArn: z.string().check(z.regex(/^arn:[^/]+\/[^/]+\/\$connect$/, 'expected the ARN of $connect')),
  requestContext: z.nullish(
    z.looseObject({ ...COMMON, connectionId: z.optional(z.string()), authorizer: z.optional(z.unknown()) }),
  ),
});
/** What an authorizer is asked at `$connect`. */
export type WebSocketAuthorizerRequest = z.infer<typeof webSocketAuthorizerRequest>;
