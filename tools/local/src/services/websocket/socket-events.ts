import { randomBytes } from 'node:crypto';
import type { GatewayRequest } from '../../gateway/service.ts';
import { requestTime } from '../apigateway/context-variables.ts';
import { forwardedHeaders, proxyHeaders, queryParameters } from '../apigateway/integration/proxy-event.ts';
import type { WebSocketStage } from './web-socket-config.ts';

/** What is known of a connection from its first request on. */
export type ConnectionFacts = {
  id: string;
  apiId: string;
  stage: WebSocketStage;
  /** Milliseconds since the epoch. */
  connectedAt: number;
  identity: { sourceIp: string; userAgent?: string };
  domainName: string;
  /** What the authorizer said, on every event after it. */
  authorizer?: Readonly<Record<string, string | number | boolean>>;
};

/** An id of the form of API Gateway's, of a connection, a request or a message: `TXzPWdnOjoECGjA=`. */
export function gatewayId(): string {
  return `${randomBytes(11).toString('base64url')}=`;
}

/** The events of a connection, as they were recorded on AWS: a member that an event does not have is absent. */
export function connectEvent(facts: ConnectionFacts, request: GatewayRequest, time: number) {
  return {
    ...ofRequest(request),
    ...variables(facts),
    requestContext: context(facts, time, { routeKey: '$connect', eventType: 'CONNECT' }),
    isBase64Encoded: false,
  };
}

export function messageEvent(facts: ConnectionFacts, time: number, routeKey: string, body: string) {
  return {
    ...variables(facts),
    requestContext: context(facts, time, { routeKey, messageId: gatewayId(), eventType: 'MESSAGE' }),
    body,
    isBase64Encoded: false,
  };
}

export function disconnectEvent(facts: ConnectionFacts, time: number, code: number, reason: string) {
  const headers = { Host: facts.domainName, 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' };
  const ended = { disconnectStatusCode: code, disconnectReason: reason };
  return {
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    ...variables(facts),
    requestContext: context(facts, time, { routeKey: '$disconnect', ...ended, eventType: 'DISCONNECT' }),
    isBase64Encoded: false,
  };
}

export function authorizerEvent(
  facts: ConnectionFacts,
  request: GatewayRequest,
  time: number,
  methodArn: string,
) {
  return {
    type: 'REQUEST',
    methodArn,
    ...ofRequest(request),
    ...variables(facts),
    requestContext: context(facts, time, { routeKey: '$connect', eventType: 'CONNECT' }),
  };
}

function ofRequest(request: GatewayRequest) {
  const query = queryParameters(request.url);
  return {
    ...proxyHeaders(request, forwardedHeaders(request)),
    ...(query.queryStringParameters !== null && query),
  };
}

function variables({ stage }: ConnectionFacts) {
  return stage.variables === undefined ? {} : { stageVariables: stage.variables };
}

function context<Own extends { routeKey: string; eventType: string }>(
  facts: ConnectionFacts,
  time: number,
  own: Own,
) {
  const requestId = gatewayId();
  return {
    ...own,
    ...(facts.authorizer && { authorizer: facts.authorizer }),
    extendedRequestId: requestId,
    requestTime: requestTime(time),
    messageDirection: 'IN',
    stage: facts.stage.name,
    connectedAt: facts.connectedAt,
    requestTimeEpoch: time,
    identity: facts.identity,
    requestId,
    domainName: facts.domainName,
    connectionId: facts.id,
    apiId: facts.apiId,
  };
}
