import { randomBytes } from 'node:crypto';
import type { Invoker } from '../functions/function-config.ts';
import type { GatewayRequest } from '../gateway/service.ts';
import { accessLogEntry, type AccessLogEntry } from './access-log.ts';
import { parseFrontPath, frontPrefix } from './front-path.ts';
import { failureResponse, toResponse, type FrontResponse } from './front-response.ts';
import { gatewayFailures, type GatewayFailure } from './gateway-failure.ts';
import { proxyEvent, type RoutedRequest } from './proxy-event.ts';
import type { RestApi, RestStage } from './rest-config.ts';
import { createRouteTable } from './route-table.ts';
import { runIntegration } from './run-integration.ts';
import { createTokenBucket } from './token-bucket.ts';

/** Limits of a REST API. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const payloadLimitBytes = 10 * 1024 * 1024;
const integrationTimeoutMs = 29_000;

/** The REST APIs of the stack, served below `/_aws/execute-api/<apiId>/<stage>/`. */
export type RestFront = {
  /** Serves an API from now on; one with the same id is replaced. */
  add(api: RestApi): void;
  /** Where a stage is served, ending in a slash. */
  url(apiId: string, stageName: string): string;
  front(request: GatewayRequest): Promise<FrontResponse>;
};

type Deployed = {
  api: RestApi;
  findRoute: ReturnType<typeof createRouteTable>;
  stages: ReadonlyMap<string, { stage: RestStage; admit: () => boolean }>;
};

/**
 * A front that runs functions as API Gateway's Lambda proxy integrations do. `baseUrl` is the gateway's;
 * `timeoutMs` is the longest wait for a function.
 */
export function createRestFront(options: {
  baseUrl: string;
  accountId: string;
  invoker: Invoker;
  accessLog?: (entry: AccessLogEntry) => void;
  timeoutMs?: number;
}): RestFront {
  const { invoker, accessLog, timeoutMs = integrationTimeoutMs } = options;
  const identity = { accountId: options.accountId, domainName: new URL(options.baseUrl).host };
  const apis = new Map<string, Deployed>();
  return {
    add: (api) => void apis.set(api.id, deploy(api)),
    url: (apiId, stageName) => new URL(`${frontPrefix}${apiId}/${stageName}/`, options.baseUrl).href,
    front,
  };

  async function front(request: GatewayRequest): Promise<FrontResponse> {
    const receivedAt = Date.now();
    const ids = { requestId: request.id, extendedRequestId: `${randomBytes(11).toString('base64url')}=` };
    const routed = routeRequest(apis, request, { extendedRequestId: ids.extendedRequestId, receivedAt });
    if ('failure' in routed) return failureResponse(routed.failure, ids);
    const { functionName } = routed.match.route.integration;
    const outcome = await runIntegration(invoker, functionName, proxyEvent(routed, identity), timeoutMs);
    const response =
      'failure' in outcome
        ? failureResponse(outcome.failure, ids)
        : toResponse(outcome.answer, request, ids, routed.api.binaryMediaTypes);
    accessLog?.(accessLogEntry(routed, response));
    return response;
  }
}

function deploy(api: RestApi): Deployed {
  const stages = api.stages.map((stage) => {
    const admit = stage.throttling === undefined ? () => true : createTokenBucket(stage.throttling);
    return [stage.name, { stage, admit }] as const;
  });
  return { api, findRoute: createRouteTable(api.routes), stages: new Map(stages) };
}

function routeRequest(
  apis: ReadonlyMap<string, Deployed>,
  request: GatewayRequest,
  received: { extendedRequestId: string; receivedAt: number },
): RoutedRequest | { failure: GatewayFailure } {
  const target = parseFrontPath(request.url.pathname);
  const deployed = apis.get(target?.apiId ?? '');
  const staged = deployed?.stages.get(target?.stageName ?? '');
  if (target === undefined || deployed === undefined || staged === undefined) {
    return { failure: gatewayFailures.unknownApi };
  }
  const match = deployed.findRoute(request.method, target.path);
  if (match === undefined) return { failure: gatewayFailures.unknownRoute };
  if (request.body.length > payloadLimitBytes) return { failure: gatewayFailures.tooLong };
  if (!staged.admit()) return { failure: gatewayFailures.throttled };
  return { request, api: deployed.api, stage: staged.stage, path: target.path, match, ...received };
}
