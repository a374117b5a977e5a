import { randomBytes } from 'node:crypto';
import { CONNECTIONS_PATH, EXECUTE_API_PATH } from '../../gateway/paths.ts';
import type { Site } from '../../gateway/route-request.ts';
import type { GatewayRequest } from '../../gateway/service.ts';
import type { MetricStore } from '../metrics/metric-store.ts';
import type { UserPools } from '../cognito/user-pools.ts';
import type { Invoker } from '../lambda/function-config.ts';
import { accessLogEntry, type AccessLogEntry } from './access-log.ts';
import { applyGatewayResponse } from './answers/apply-gateway-response.ts';
import { GATEWAY_FAILURES, type GatewayFailure } from './answers/gateway-failure.ts';
import { failureResponse, type RestResponse, toResponse } from './answers/rest-response.ts';
import { admitRequest } from './checks/admit-request.ts';
import { contextVariables } from './context-variables.ts';
import { proxyEvent } from './integration/proxy-event.ts';
import { runIntegration } from './integration/run-integration.ts';
import type { RestApi } from './rest-config.ts';
import { deployApi, type DeployedApi, type DeployedStage } from './routing/deployed-api.ts';
import type { AdmittedRequest, StagedRequest } from './routing/staged-request.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const INTEGRATION_TIMEOUT_MS = 29_000;

/** The REST APIs of the stack, served below `/_aws/execute-api/<apiId>/<stage>/`. */
type RestApis = {
  /** Serves an API from now on; one with the same id is replaced. Throws when an authorizer's user pool does not exist. */
  add(api: RestApi): void;
  /** Where a stage is served, ending in a slash. */
  url(apiId: string, stageName: string): string;
  /** Those that are served. */
  all(): readonly RestApi[];
  site: Site & { serve(request: GatewayRequest): Promise<RestResponse> };
};

type Options = {
  baseUrl: string;
  accountId: string;
  invoker: Invoker;
  tokenAuthorizer: UserPools['tokenAuthorizer'];
  accessLog?: (entry: AccessLogEntry) => void;
  timeoutMs?: number;
  metrics?: Pick<MetricStore, 'add'>;
};

/**
 * REST APIs that run functions as API Gateway's Lambda proxy integrations do. `baseUrl` is the gateway's;
 * `timeoutMs` is the longest wait for a function.
 */
export function createRestApis(options: Options): RestApis {
  const apis = new Map<string, DeployedApi>();
  return {
    add: (api) => void apis.set(api.id, deployApi(api, options.tokenAuthorizer)),
    all: () => [...apis.values()].map(({ api }) => api),
    url: (apiId, stageName) => new URL(`${EXECUTE_API_PATH}${apiId}/${stageName}/`, options.baseUrl).href,
    site: {
      owns: ({ url }) => url.pathname.startsWith(EXECUTE_API_PATH) && !CONNECTIONS_PATH.test(url.pathname),
      serve: async (request) => {
        const found = findStage(apis, request);
        if (found === undefined) return failureResponse(GATEWAY_FAILURES.unknownApi, idsOf(request));
        const response = await answer(options, found);
        options.accessLog?.(accessLogEntry(found.staged, response));
        if (options.metrics !== undefined) reportAnswer(options.metrics, found.staged, response.status);
        return response;
      },
    },
  };
}

type Found = { deployed: DeployedApi; stage: DeployedStage; staged: StagedRequest };

function findStage(apis: ReadonlyMap<string, DeployedApi>, request: GatewayRequest): Found | undefined {
  const target = parseStagedPath(request);
  const deployed = apis.get(target?.apiId ?? '');
  const stage = deployed?.stages.get(target?.stageName ?? '');
  if (target === undefined || deployed === undefined || stage === undefined) return undefined;
  const staged = {
    request,
    api: deployed.api,
    stage: stage.stage,
    path: target.path,
    match: deployed.findRoute(request.method, target.path),
    receivedAt: Date.now(),
    extendedRequestId: idsOf(request).extendedRequestId,
  };
  return { deployed, stage, staged };
}

async function answer(options: Options, { staged, ...served }: Found): Promise<RestResponse> {
  const admitted = await admitRequest(served, staged);
  if ('failure' in admitted) return refuse(admitted.failure, staged);
  return runFunction(options, admitted);
}

async function runFunction(options: Options, admitted: AdmittedRequest): Promise<RestResponse> {
  const { invoker, accountId, baseUrl, timeoutMs = INTEGRATION_TIMEOUT_MS } = options;
  const { functionName } = admitted.match.route.integration;
  const event = proxyEvent(admitted, { accountId, domainName: new URL(baseUrl).host });
  const outcome = await runIntegration(invoker, functionName, event, timeoutMs);
  if (options.metrics !== undefined)
    reporterOf(options.metrics, admitted)('IntegrationLatency', outcome.ms, 'Milliseconds');
  if ('failure' in outcome) return refuse(outcome.failure, admitted);
  const ids = { requestId: admitted.request.id, extendedRequestId: admitted.extendedRequestId };
  return toResponse(outcome.answer, admitted.request, ids, admitted.api.binaryMediaTypes);
}

function refuse(failure: GatewayFailure, staged: StagedRequest): RestResponse {
  const { request, api, extendedRequestId } = staged;
  const plain = failureResponse(failure, { requestId: request.id, extendedRequestId });
  return applyGatewayResponse(api.gatewayResponses ?? [], failure, contextVariables(staged), plain);
}

function idsOf({ id }: GatewayRequest) {
  return { requestId: id, extendedRequestId: `${randomBytes(11).toString('base64url')}=` };
}

/**
 * API, stage and the path below the stage, from `/_aws/execute-api/<apiId>/<stage>/<path>`. The path is what was sent,
 * doubled slashes and all; those before the stage are read over, as by API Gateway.
 */
function parseStagedPath({ target, url }: GatewayRequest) {
  const [pathname = ''] = (target ?? url.pathname).split('?');
  if (!pathname.startsWith(EXECUTE_API_PATH)) return undefined;
  const [, apiId = '', stageName = '', path = ''] =
    /^([^/]*)\/*([^/]*)(.*)$/s.exec(pathname.slice(EXECUTE_API_PATH.length)) ?? [];
  return { apiId, stageName, path: path === '' ? '/' : path };
}

/**
 * Reports what CloudWatch shows of a REST API: of the API, and of its stage.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 */
function reportAnswer(metrics: Pick<MetricStore, 'add'>, staged: StagedRequest, status: number): void {
  const report = reporterOf(metrics, staged);
  report('Count', 1);
  report('4XXError', Number(status >= 400 && status < 500));
  report('5XXError', Number(status >= 500));
  report('Latency', Date.now() - staged.receivedAt, 'Milliseconds');
}

function reporterOf(metrics: Pick<MetricStore, 'add'>, { api, stage }: StagedRequest) {
  const own = { ApiName: api.name };
  return (name: string, value: number, unit = 'Count') => {
    for (const dimensions of [own, { ...own, Stage: stage.name }])
      metrics.add({ namespace: 'AWS/ApiGateway', name, dimensions, value, unit });
  };
}
