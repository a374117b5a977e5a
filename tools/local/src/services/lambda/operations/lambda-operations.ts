/**
 * Every operation of the Lambda API by method and path, `*` for a parameter; those told apart by their query first.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html
 */
const routes = {
  GetLayerVersionByArn: 'GET /2018-10-31/layers?find=LayerVersion',
  ListProvisionedConcurrencyConfigs: 'GET /2019-09-30/functions/*/provisioned-concurrency?List=ALL',
  InvokeAsync: 'POST /2014-11-13/functions/*/invoke-async',
  ListEventSourceMappings: 'GET /2015-03-31/event-source-mappings',
  CreateEventSourceMapping: 'POST /2015-03-31/event-source-mappings',
  DeleteEventSourceMapping: 'DELETE /2015-03-31/event-source-mappings/*',
  GetEventSourceMapping: 'GET /2015-03-31/event-source-mappings/*',
  UpdateEventSourceMapping: 'PUT /2015-03-31/event-source-mappings/*',
  ListFunctions: 'GET /2015-03-31/functions',
  CreateFunction: 'POST /2015-03-31/functions',
  DeleteFunction: 'DELETE /2015-03-31/functions/*',
  GetFunction: 'GET /2015-03-31/functions/*',
  ListAliases: 'GET /2015-03-31/functions/*/aliases',
  CreateAlias: 'POST /2015-03-31/functions/*/aliases',
  DeleteAlias: 'DELETE /2015-03-31/functions/*/aliases/*',
  GetAlias: 'GET /2015-03-31/functions/*/aliases/*',
  UpdateAlias: 'PUT /2015-03-31/functions/*/aliases/*',
  UpdateFunctionCode: 'PUT /2015-03-31/functions/*/code',
  GetFunctionConfiguration: 'GET /2015-03-31/functions/*/configuration',
  UpdateFunctionConfiguration: 'PUT /2015-03-31/functions/*/configuration',
  Invoke: 'POST /2015-03-31/functions/*/invocations',
  GetPolicy: 'GET /2015-03-31/functions/*/policy',
  AddPermission: 'POST /2015-03-31/functions/*/policy',
  RemovePermission: 'DELETE /2015-03-31/functions/*/policy/*',
  ListVersionsByFunction: 'GET /2015-03-31/functions/*/versions',
  PublishVersion: 'POST /2015-03-31/functions/*/versions',
  GetAccountSettings: 'GET /2016-08-19/account-settings',
  UntagResource: 'DELETE /2017-03-31/tags/*',
  ListTags: 'GET /2017-03-31/tags/*',
  TagResource: 'POST /2017-03-31/tags/*',
  DeleteFunctionConcurrency: 'DELETE /2017-10-31/functions/*/concurrency',
  PutFunctionConcurrency: 'PUT /2017-10-31/functions/*/concurrency',
  ListLayers: 'GET /2018-10-31/layers',
  ListLayerVersions: 'GET /2018-10-31/layers/*/versions',
  PublishLayerVersion: 'POST /2018-10-31/layers/*/versions',
  DeleteLayerVersion: 'DELETE /2018-10-31/layers/*/versions/*',
  GetLayerVersion: 'GET /2018-10-31/layers/*/versions/*',
  GetLayerVersionPolicy: 'GET /2018-10-31/layers/*/versions/*/policy',
  AddLayerVersionPermission: 'POST /2018-10-31/layers/*/versions/*/policy',
  RemoveLayerVersionPermission: 'DELETE /2018-10-31/layers/*/versions/*/policy/*',
  DeleteFunctionEventInvokeConfig: 'DELETE /2019-09-25/functions/*/event-invoke-config',
  GetFunctionEventInvokeConfig: 'GET /2019-09-25/functions/*/event-invoke-config',
  UpdateFunctionEventInvokeConfig: 'POST /2019-09-25/functions/*/event-invoke-config',
  PutFunctionEventInvokeConfig: 'PUT /2019-09-25/functions/*/event-invoke-config',
  ListFunctionEventInvokeConfigs: 'GET /2019-09-25/functions/*/event-invoke-config/list',
  GetFunctionConcurrency: 'GET /2019-09-30/functions/*/concurrency',
  DeleteProvisionedConcurrencyConfig: 'DELETE /2019-09-30/functions/*/provisioned-concurrency',
  GetProvisionedConcurrencyConfig: 'GET /2019-09-30/functions/*/provisioned-concurrency',
  PutProvisionedConcurrencyConfig: 'PUT /2019-09-30/functions/*/provisioned-concurrency',
  ListCodeSigningConfigs: 'GET /2020-04-22/code-signing-configs',
  CreateCodeSigningConfig: 'POST /2020-04-22/code-signing-configs',
  DeleteCodeSigningConfig: 'DELETE /2020-04-22/code-signing-configs/*',
  GetCodeSigningConfig: 'GET /2020-04-22/code-signing-configs/*',
  UpdateCodeSigningConfig: 'PUT /2020-04-22/code-signing-configs/*',
  ListFunctionsByCodeSigningConfig: 'GET /2020-04-22/code-signing-configs/*/functions',
  DeleteFunctionCodeSigningConfig: 'DELETE /2020-06-30/functions/*/code-signing-config',
  GetFunctionCodeSigningConfig: 'GET /2020-06-30/functions/*/code-signing-config',
  PutFunctionCodeSigningConfig: 'PUT /2020-06-30/functions/*/code-signing-config',
  GetRuntimeManagementConfig: 'GET /2021-07-20/functions/*/runtime-management-config',
  PutRuntimeManagementConfig: 'PUT /2021-07-20/functions/*/runtime-management-config',
  DeleteFunctionUrlConfig: 'DELETE /2021-10-31/functions/*/url',
  GetFunctionUrlConfig: 'GET /2021-10-31/functions/*/url',
  CreateFunctionUrlConfig: 'POST /2021-10-31/functions/*/url',
  UpdateFunctionUrlConfig: 'PUT /2021-10-31/functions/*/url',
  ListFunctionUrlConfigs: 'GET /2021-10-31/functions/*/urls',
  InvokeWithResponseStream: 'POST /2021-11-15/functions/*/response-streaming-invocations',
  GetFunctionRecursionConfig: 'GET /2024-08-31/functions/*/recursion-config',
  PutFunctionRecursionConfig: 'PUT /2024-08-31/functions/*/recursion-config',
  ListCapacityProviders: 'GET /2025-11-30/capacity-providers',
  CreateCapacityProvider: 'POST /2025-11-30/capacity-providers',
  DeleteCapacityProvider: 'DELETE /2025-11-30/capacity-providers/*',
  GetCapacityProvider: 'GET /2025-11-30/capacity-providers/*',
  UpdateCapacityProvider: 'PUT /2025-11-30/capacity-providers/*',
  ListFunctionVersionsByCapacityProvider: 'GET /2025-11-30/capacity-providers/*/function-versions',
  GetFunctionScalingConfig: 'GET /2025-11-30/functions/*/function-scaling-config',
  PutFunctionScalingConfig: 'PUT /2025-11-30/functions/*/function-scaling-config',
  SendDurableExecutionCallbackFailure: 'POST /2025-12-01/durable-execution-callbacks/*/fail',
  SendDurableExecutionCallbackHeartbeat: 'POST /2025-12-01/durable-execution-callbacks/*/heartbeat',
  SendDurableExecutionCallbackSuccess: 'POST /2025-12-01/durable-execution-callbacks/*/succeed',
  GetDurableExecution: 'GET /2025-12-01/durable-executions/*',
  CheckpointDurableExecution: 'POST /2025-12-01/durable-executions/*/checkpoint',
  GetDurableExecutionHistory: 'GET /2025-12-01/durable-executions/*/history',
  GetDurableExecutionState: 'GET /2025-12-01/durable-executions/*/state',
  StopDurableExecution: 'POST /2025-12-01/durable-executions/*/stop',
  ListDurableExecutionsByFunction: 'GET /2025-12-01/functions/*/durable-executions',
  DeleteResourcePolicy: 'DELETE /2026-07-09/resource-policy/*',
  GetResourcePolicy: 'GET /2026-07-09/resource-policy/*',
  PutResourcePolicy: 'PUT /2026-07-09/resource-policy/*',
} as const;

/** The name of an operation of the Lambda API. */
export type LambdaOperation = keyof typeof routes;

/** A request's operation and the parameters in its path, in order and decoded. */
type LambdaCall = { operation: string; parameters: readonly string[] };

type Route = { operation: string; method: string; segments: readonly string[]; query: URLSearchParams };

/** By what all paths of a route share: each request is looked up more than once. */
const compiled: ReadonlyMap<string, readonly Route[]> = Map.groupBy(
  Object.entries(routes).map(([operation, route]) => compile(operation, route)),
  ({ method, segments }) => sharedOf(method, segments),
);

/** Undefined when method and path name no operation. A slash at the end, as older clients send it, makes no difference. */
export function lambdaCall(method: string, url: URL): LambdaCall | undefined {
  const path = url.pathname.replace(/\/$/, '').split('/');
  const route = compiled
    .get(sharedOf(method, path))
    ?.find(({ segments, query }) => matches(segments, path) && hasQuery(url, query));
  if (route === undefined) return undefined;
  const parameters = path.filter((_, index) => route.segments[index] === '*').map(decode);
  return { operation: route.operation, parameters };
}

/** What is no percent-encoding stays as it is, and names nothing that exists. */
function decode(parameter: string): string {
  if (!parameter.includes('%')) return parameter;
  try {
    return decodeURIComponent(parameter);
  } catch {
    return parameter;
  }
}

function compile(operation: string, route: string): Route {
  const [method = '', target = ''] = route.split(' ');
  const [pathname = '', query = ''] = target.split('?');
  return { operation, method, segments: pathname.split('/'), query: new URLSearchParams(query) };
}

/** The method, the version of the API, which each path begins with, and how many segments there are. */
function sharedOf(method: string, [, version = '', ...rest]: readonly string[]): string {
  return `${method} ${version} ${rest.length}`;
}

function matches(segments: readonly string[], path: readonly string[]): boolean {
  return segments.every((segment, index) => (segment === '*' ? path[index] !== '' : segment === path[index]));
}

function hasQuery(url: URL, query: URLSearchParams): boolean {
  return query.size === 0 || [...query].every(([name, value]) => url.searchParams.get(name) === value);
}
