import { type Account, arnOf } from '../../arn.ts';
import { ApiError } from '../../gateway/api-error.ts';
import { CONNECTIONS_PATH } from '../../gateway/paths.ts';
import { type ParameterTable, supported } from '../../gateway/parameters.ts';
import type { GatewayRequest, Service, ServiceResponse } from '../../gateway/service.ts';
import { MESSAGE_BYTES, type OpenSocket } from './open-socket.ts';
import type { SocketMetrics } from './socket-metrics.ts';
import type { WebSocketApis } from './web-socket-apis.ts';

/** What the stack does with each parameter of `@connections`. */
export const PARAMETERS: ParameterTable = {
  PostToConnection: supported('ConnectionId', 'Data'),
  GetConnection: supported('ConnectionId'),
  DeleteConnection: supported('ConnectionId'),
};

const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['POST', 'PostToConnection'],
  ['GET', 'GetConnection'],
  ['DELETE', 'DeleteConnection'],
]);

/**
 * The calls by which functions reach the clients of a WebSocket API, below `…/<stage>/@connections/`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
export function connectionsService(
  account: Account,
  apis: Pick<WebSocketApis, 'has' | 'find' | 'admitsRequest'>,
  metrics?: Pick<SocketMetrics, 'message'>,
): Service {
  return {
    name: 'execute-api',
    refusals: { throttled: { status: 429, code: 'LimitExceededException', message: 'Rate exceeded' } },
    operation: (request) => (addressOf(request) === undefined ? undefined : OPERATIONS.get(request.method)),
    operations: new Set(OPERATIONS.values()),
    access: (request) => {
      const { apiId, stage, id } = existing(addressOf(request));
      const resource = `${apiId}/${stage}/${request.method}/@connections/${id}`;
      return [{ action: 'execute-api:ManageConnections', resource: arnOf('execute-api', account, resource) }];
    },
    handle: async (request) => {
      const { apiId, stage, id } = existing(addressOf(request));
      if (!apis.has(apiId, stage)) throw new ApiError('ForbiddenException', 'Forbidden', 403);
      if (!apis.admitsRequest()) throw new ApiError('LimitExceededException', 'Rate exceeded', 429);
      if (!/^[\w-]{15}=$/.test(id))
        throw new ApiError('BadRequestException', `Invalid connectionId: ${id}`, 400);
      if (request.body.length > MESSAGE_BYTES)
        throw new ApiError('PayloadTooLargeException', 'Payload too large', 413);
      const socket = apis.find(apiId, stage, id);
      if (socket === undefined) throw new ApiError('GoneException', 'Gone', 410);
      const answer = run(request, socket);
      if (request.method === 'POST') metrics?.message(socket.facts);
      return answer;
    },
    error: (_request, { status, code, message }) => ({
      ...json(status, { message }),
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
    }),
  };
}

function run({ method, body }: GatewayRequest, socket: OpenSocket): ServiceResponse {
  if (method === 'POST') {
    if (!socket.send(body.toString()))
      throw new ApiError('LimitExceededException', 'The buffer of the client is full', 429);
    return { status: 200, headers: {}, body: '' };
  }
  if (method === 'DELETE') {
    socket.close(1000, 'Connection Closed Normally');
    return { status: 204, headers: {}, body: '' };
  }
  const { connectedAt, identity } = socket.facts;
  return json(200, {
    connectedAt: new Date(connectedAt).toISOString(),
    identity,
    lastActiveAt: new Date(socket.lastActiveAt()).toISOString(),
  });
}

type Address = { apiId: string; stage: string; id: string };

function addressOf({ url }: GatewayRequest): Address | undefined {
  const [, apiId, stage, encoded] = CONNECTIONS_PATH.exec(url.pathname) ?? [];
  if (apiId === undefined || stage === undefined || encoded === undefined) return undefined;
  try {
    return { apiId, stage, id: decodeURIComponent(encoded) };
  } catch {
    return undefined;
  }
}

function existing(address: Address | undefined): Address {
  if (address === undefined) throw new ApiError('ForbiddenException', 'Forbidden', 403);
  return address;
}

function json(status: number, body: object): ServiceResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
