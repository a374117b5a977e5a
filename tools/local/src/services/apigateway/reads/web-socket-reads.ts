import type { Account } from '../../../arn.ts';
import { type ParameterTable, supported } from '../../../gateway/parameters.ts';
import type { DescribedPart } from '../../websocket/resources/web-socket-parts.ts';
import { notFound, pageOf, readPage } from './read-page.ts';
import type { Reads } from './rest-reads.ts';

const NAMES = { from: 'NextToken', limit: 'MaxResults' };
const OF_LISTS = Object.values(NAMES);
/** The parts that an API has: as the names of operations say them, and the paths of all and of one. */
const KINDS: readonly { name: string; kind: DescribedPart['kind']; all: RegExp; one: RegExp }[] = [
  {
    name: 'Route',
    kind: 'routes',
    all: /^\/v2\/apis\/([^/]+)\/routes$/,
    one: /^\/v2\/apis\/([^/]+)\/routes\/([^/]+)$/,
  },
  {
    name: 'Stage',
    kind: 'stages',
    all: /^\/v2\/apis\/([^/]+)\/stages$/,
    one: /^\/v2\/apis\/([^/]+)\/stages\/([^/]+)$/,
  },
  {
    name: 'Integration',
    kind: 'integrations',
    all: /^\/v2\/apis\/([^/]+)\/integrations$/,
    one: /^\/v2\/apis\/([^/]+)\/integrations\/([^/]+)$/,
  },
  {
    name: 'Authorizer',
    kind: 'authorizers',
    all: /^\/v2\/apis\/([^/]+)\/authorizers$/,
    one: /^\/v2\/apis\/([^/]+)\/authorizers\/([^/]+)$/,
  },
  {
    name: 'Deployment',
    kind: 'deployments',
    all: /^\/v2\/apis\/([^/]+)\/deployments$/,
    one: /^\/v2\/apis\/([^/]+)\/deployments\/([^/]+)$/,
  },
];
const idOf = (name: string) => (name === 'Stage' ? 'StageName' : `${name}Id`);

/** What the stack does with each parameter of version 2; its operations have `V2` before their names, unlike those of version 1. */
export const V2_PARAMETERS: ParameterTable = {
  V2GetApis: supported(...OF_LISTS),
  V2GetApi: supported('ApiId'),
  ...Object.fromEntries(
    KINDS.flatMap(({ name }) => [
      [`V2Get${name}s`, supported('ApiId', ...OF_LISTS)],
      [`V2Get${name}`, supported('ApiId', idOf(name))],
    ]),
  ),
};

/** The reads of WebSocket APIs: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html */
export function webSocketReads(parts: readonly DescribedPart[], { accountId }: Account): Reads {
  const existing = (apiId: string | undefined) => {
    const api = parts.find((each) => each.kind === 'apis' && each.id === apiId);
    if (api === undefined) throw notFound(`Invalid API identifier specified ${accountId}:${apiId}`);
    return api;
  };
  const list = (
    operation: string,
    all: readonly DescribedPart[],
    query: Readonly<Record<string, string>>,
  ) => {
    // In a query the names begin with a small letter.
    const given = Object.entries(query).map(([name, value]) => [
      name.replace(/^[a-z]/, (letter) => letter.toUpperCase()),
      value,
    ]);
    const table = { names: NAMES, parameters: V2_PARAMETERS[operation] ?? {} };
    const { page, next } = pageOf(
      all.map(({ says }) => says),
      readPage(operation, table, Object.fromEntries(given)),
    );
    return { items: page, ...(next !== undefined && { nextToken: next }) };
  };
  const of = (apiId: string | undefined, kind: DescribedPart['kind']) => {
    const { id } = existing(apiId);
    return parts.filter((each) => each.kind === kind && each.apiId === id);
  };
  const apis: Reads = {
    V2GetApis: {
      path: /^\/v2\/apis$/,
      read: (_, query) => {
        const all = parts.filter(({ kind }) => kind === 'apis');
        return list('V2GetApis', all, query);
      },
    },
    V2GetApi: { path: /^\/v2\/apis\/([^/]+)$/, read: ([apiId]) => existing(apiId).says },
  };
  const ofApis = KINDS.flatMap(({ name, kind, ...paths }): [string, Reads[string]][] => [
    [
      `V2Get${name}s`,
      {
        path: paths.all,
        read: ([apiId], query) => list(`V2Get${name}s`, of(apiId, kind), query),
      },
    ],
    [
      `V2Get${name}`,
      {
        path: paths.one,
        read: ([apiId, id]) => {
          const found = of(apiId, kind).find((each) => each.id === id);
          if (found === undefined) throw notFound(`Invalid ${name} identifier specified ${id}`);
          return found.says;
        },
      },
    ],
  ]);
  return { ...apis, ...Object.fromEntries(ofApis) };
}
