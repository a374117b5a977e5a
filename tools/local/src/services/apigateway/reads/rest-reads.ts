import { type ParameterTable, refused, supported } from '../../../gateway/parameters.ts';
import { resourceIdOf } from '../integration/proxy-event.ts';
import type { RestApi, RestStage } from '../rest-config.ts';
import { notFound, type Page, pageOf, readPage } from './read-page.ts';

/** Operations that read, by name: `ids` are those in the path. */
export type Reads = Readonly<
  Record<
    string,
    { path: RegExp; read(ids: readonly string[], query: Readonly<Record<string, string>>): object }
  >
>;

/** What the stack does with each parameter of API Gateway, of REST APIs. */
export const PARAMETERS: ParameterTable = {
  GetRestApis: supported('position', 'limit'),
  GetRestApi: supported('restApiId'),
  GetStages: { ...supported('restApiId'), ...refused('deploymentId') },
  GetStage: supported('restApiId', 'stageName'),
  GetResources: { ...supported('restApiId', 'position', 'limit'), ...refused('embed') },
};

type Read = (apis: readonly RestApi[], ids: readonly string[], page: Page) => object;

const READS: Readonly<Record<string, { path: RegExp; read: Read }>> = {
  GetRestApis: { path: /^\/restapis$/, read: (apis, _, asked) => items(apis.map(describeApi), asked) },
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
    read: (apis, [id], asked) => items(describeResources(existing(apis, id)), asked),
  },
};
const NAMES = { from: 'position', limit: 'limit' };

/** The reads of REST APIs: https://docs.aws.amazon.com/apigateway/latest/api/API_Operations.html */
export function restReads(all: () => readonly RestApi[]): Reads {
  return Object.fromEntries(
    Object.entries(READS).map(([name, { path, read }]) => {
      const table = { names: NAMES, parameters: PARAMETERS[name] ?? {} };
      return [name, { path, read: (ids, query) => read(all(), ids, readPage(name, table, query)) }];
    }),
  );
}

function items(all: readonly object[], asked: Page): object {
  const { page, next } = pageOf(all, asked);
  return { item: page, ...(next !== undefined && { position: next }) };
}

function existing(apis: readonly RestApi[], id: string | undefined): RestApi {
  const api = apis.find((each) => each.id === id);
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
