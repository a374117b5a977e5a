import * as z from 'zod';
import { type Account, arnOf } from '../../arn.ts';
import { ApiError } from '../../gateway/api-error.ts';
import { checkParameters, type ParameterTable, refused, supported } from '../../gateway/parameters.ts';
import type { Service, ServiceResponse } from '../../gateway/service.ts';
import { resourceIdOf } from './integration/proxy-event.ts';
import type { RestApi, RestStage } from './rest-config.ts';

type Apis = { all(): readonly RestApi[] };
/** `path` holds the parameters of the path, `page` those of the query. */
type Read = (apis: Apis, path: readonly string[], page: Page) => object;

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApis.html */
const page = z.object({
  position: z
    .string()
    .regex(/^\d{1,9}$/)
    .default('0'),
  limit: z.coerce.number().int().min(1).max(500).default(25),
});
type Page = z.infer<typeof page>;

/** What the stack does with each parameter of API Gateway. */
export const PARAMETERS: ParameterTable = {
  GetRestApis: supported('position', 'limit'),
  GetRestApi: supported('restApiId'),
  GetStages: { ...supported('restApiId'), ...refused('deploymentId') },
  GetStage: supported('restApiId', 'stageName'),
  GetResources: { ...supported('restApiId', 'position', 'limit'), ...refused('embed') },
};

/** The part of the API that reads, by path: https://docs.aws.amazon.com/apigateway/latest/api/API_Operations.html */
const OPERATIONS: Readonly<Record<string, { path: RegExp; read: Read }>> = {
  GetRestApis: { path: /^\/restapis$/, read: (apis, _, asked) => pageOf(apis.all().map(describeApi), asked) },
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
    read: (apis, [id], asked) => pageOf(describeResources(existing(apis, id)), asked),
  },
};

/** API Gateway's own API. */
export function apiGatewayService({ all, ...account }: Account & Apis): Service {
  const called = (method: string, url: URL) => {
    const found = Object.entries(OPERATIONS).find(([, { path }]) => path.test(url.pathname));
    return method === 'GET' ? found : undefined;
  };
  return {
    name: 'apigateway',
    operation: ({ method, url }) => called(method, url)?.[0] ?? `${method} ${url.pathname}`,
    operations: new Set(Object.keys(OPERATIONS)),
    access: ({ url }) => [
      { action: 'apigateway:GET', resource: arnOf('apigateway', { region: account.region }, url.pathname) },
    ],
    handle: async ({ method, url }) => {
      const [name, operation] = called(method, url) ?? [];
      if (name === undefined || operation === undefined)
        throw new Error(`apigateway has no operation ${method} ${url.pathname}`);
      const asked = readPage(name, url);
      return json(200, operation.read({ all }, operation.path.exec(url.pathname)?.slice(1) ?? [], asked));
    },
    error: (_request, { status, code, message }) => ({
      ...json(status, { message }),
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
    }),
  };
}

function readPage(operation: string, { searchParams }: URL): Page {
  const given = Object.fromEntries(searchParams);
  const asked = { operation, code: 'BadRequestException' };
  const parsed = page.safeParse(checkParameters(asked, PARAMETERS[operation] ?? {}, given));
  if (parsed.success) return parsed.data;
  throw new ApiError('BadRequestException', z.prettifyError(parsed.error));
}

function pageOf(all: readonly object[], { position, limit }: Page): object {
  const to = Number(position) + limit;
  return { item: all.slice(Number(position), to), ...(to < all.length && { position: String(to) }) };
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
