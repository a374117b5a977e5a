import { type Account, arnOf } from '../../arn.ts';
import { ApiError } from '../../gateway/api-error.ts';
import type { Service, ServiceResponse } from '../../gateway/service.ts';
import { resourceIdOf } from './integration/proxy-event.ts';
import type { RestApi, RestStage } from './rest-config.ts';

type Apis = { all(): readonly RestApi[] };
type Read = (apis: Apis, parameters: readonly string[]) => object;

/** The part of the API that reads, by path: https://docs.aws.amazon.com/apigateway/latest/api/API_Operations.html */
const OPERATIONS: Readonly<Record<string, { path: RegExp; read: Read }>> = {
  GetRestApis: { path: /^\/restapis$/, read: (apis) => ({ item: apis.all().map(describeApi) }) },
  GetRestApi: { path: /^\/restapis\/([^/]+)$/, read: (apis, [id]) => describeApi(existing(apis, id)) },
  GetStages: {
    path: /^\/restapis\/([^/]+)\/stages$/,
    read: (apis, [id]) => ({ item: existing(apis, id).stages.map(describeStage) }),
  },
  GetStage: {
    path: /^\/restapis\/([^/]+)\/stages\/([^/]+)$/,
    read: (apis, [id, name]) => {
      const stage = existing(apis, id).stages.find((each) => each.name === name);
      if (stage === undefined) throw notFound('Invalid stage identifier specified');
      return describeStage(stage);
    },
  },
  GetResources: {
    path: /^\/restapis\/([^/]+)\/resources$/,
    read: (apis, [id]) => ({ item: describeResources(existing(apis, id)) }),
  },
};

/** API Gateway's own API. A parameter of the query that none of its operations reads here is refused by name. */
export function apiGatewayService({ all, ...account }: Account & Apis): Service {
  const called = (method: string, url: URL) => {
    const found = Object.entries(OPERATIONS).find(([, { path }]) => path.test(url.pathname));
    return method === 'GET' ? found : undefined;
  };
  return {
    name: 'apigateway',
    operation: ({ method, url }) => {
      const [name] = called(method, url) ?? [`${method} ${url.pathname}`];
      const [parameter] = url.searchParams.keys();
      return parameter === undefined ? name : `${name}?${parameter}`;
    },
    operations: new Set(Object.keys(OPERATIONS)),
    access: ({ url }) => [
      { action: 'apigateway:GET', resource: arnOf('apigateway', { region: account.region }, url.pathname) },
    ],
    handle: async ({ method, url }) => {
      const [, operation] = called(method, url) ?? [];
      if (operation === undefined) throw new Error(`apigateway has no operation ${method} ${url.pathname}`);
      return json(200, operation.read({ all }, operation.path.exec(url.pathname)?.slice(1) ?? []));
    },
    error: (_request, { status, code, message }) => ({
      ...json(status, { message }),
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
    }),
  };
}

function existing({ all }: Apis, id: string | undefined): RestApi {
  const api = all().find((each) => each.id === id);
  if (api === undefined) throw notFound('Invalid API identifier specified');
  return api;
}

function describeApi({ id, name, binaryMediaTypes }: RestApi): object {
  return { id, name, apiKeySource: 'HEADER', ...(binaryMediaTypes && { binaryMediaTypes }) };
}

function describeStage({ name, variables }: RestStage): object {
  return { stageName: name, ...(variables && { variables }) };
}

/** Every resource that has a method, with its methods. */
function describeResources({ routes }: RestApi): object[] {
  return [...Map.groupBy(routes, ({ resourcePath }) => resourcePath)].map(([path, methods]) => ({
    id: methods[0]?.resourceId ?? resourceIdOf(path),
    path,
    ...(path !== '/' && { pathPart: path.slice(path.lastIndexOf('/') + 1) }),
    resourceMethods: Object.fromEntries(methods.map(({ httpMethod }) => [httpMethod, {}])),
  }));
}

function notFound(message: string): ApiError {
  return new ApiError('NotFoundException', message, 404);
}

function json(status: number, body: object): ServiceResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
