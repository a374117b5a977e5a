/** What a test says of an event of a WebSocket API; without `principal` the API has no authorizer. */
export type SocketChange = {
  connectionId?: string;
  /** What the authorizer says of the caller. */
  principal?: Readonly<Record<string, string | number | boolean>>;
};

/** A client asks for a connection. */
export function buildConnectEvent(
  change: SocketChange & { headers?: Record<string, string>; query?: Record<string, string> } = {},
) {
  return {
    headers: { Host: 'abc123.execute-api.ap-northeast-2.amazonaws.com', ...change.headers },
    ...(change.query && { queryStringParameters: change.query }),
    requestContext: { ...contextOf(change), eventType: 'CONNECT', routeKey: '$connect' },
    isBase64Encoded: false,
  };
}

/** A client's message on a route; a body that is no text is written as JSON. */
export function buildMessageEvent(change: SocketChange & { routeKey: string; body: unknown }) {
  const { routeKey, body } = change;
  return {
    requestContext: {
      ...contextOf(change),
      eventType: 'MESSAGE',
      routeKey,
      messageId: 'TXzRbdnOjoECGjA=',
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: false,
  };
}

/** A connection has ended, by default because it was idle. */
export function buildDisconnectEvent(change: SocketChange & { code?: number; reason?: string } = {}) {
  return {
    headers: { Host: 'abc123.execute-api.ap-northeast-2.amazonaws.com', 'x-api-key': '' },
    requestContext: {
      ...contextOf(change),
      eventType: 'DISCONNECT',
      routeKey: '$disconnect',
      disconnectStatusCode: change.code ?? 1001,
      disconnectReason: change.reason ?? 'Going away',
    },
    isBase64Encoded: false,
  };
}

function contextOf({ connectionId = 'TXzPWdnOjoECGjA=', principal }: SocketChange) {
  return {
    ...(principal && { authorizer: { integrationLatency: 21, ...principal } }),
    requestId: 'TXzPWFq3IE0FUyg=',
    extendedRequestId: 'TXzPWFq3IE0FUyg=',
    requestTime: '19/Feb/2024:07:11:42 +0000',
    requestTimeEpoch: 1708326702125,
    connectedAt: 1708326702119,
    messageDirection: 'IN',
    stage: 'prod',
    domainName: 'abc123.execute-api.ap-northeast-2.amazonaws.com',
    apiId: 'abc123',
    identity: { sourceIp: '192.0.2.1', userAgent: 'Mozilla/5.0' },
    connectionId,
  };
}
