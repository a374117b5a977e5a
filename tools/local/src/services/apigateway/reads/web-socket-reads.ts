import type { Account } from '../../../arn.ts';
import { type ParameterTable, supported } from '../../../gateway/parameters.ts';
import type { DescribedPart } from '../../websocket/resources/web-socket-parts.ts';
import { notFound, pageOf, readPage } from './read-page.ts';
import type { Reads } from './rest-reads.ts';

const NAMES = { from: 'NextToken', limit: 'MaxResults' };
const OF_LISTS = Object.values(NAMES);
/** The parts that an API has, as the names of operations say them. */
const KINDS: Readonly<Record<string, DescribedPart['kind']>> = {
  Route: 'routes',
  Stage: 'stages',
  Integration: 'integrations',
  Authorizer: 'authorizers',
  Deployment: 'deployments',
};
const idOf = (kind: string) => (kind === 'Stage' ? 'StageName' : `${kind}Id`);

/** What the stack does with each parameter of version 2; its operations have `V2` before their names, unlike those of version 1. */
export const V2_PARAMETERS: ParameterTable = {
  V2GetApis: supported(...OF_LISTS),
  V2GetApi: supported('ApiId'),
  ...Object.fromEntries(
    Object.keys(KINDS).flatMap((kind) => [
      [`V2Get${kind}s`, supported('ApiId', ...OF_LISTS)],
      [`V2Get${kind}`, supported('ApiId', idOf(kind))],
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
  const ofApis = Object.entries(KINDS).flatMap(([name, kind]): [string, Reads[string]][] => [
    [
      `V2Get${name}s`,
      {
        path: new RegExp(`^/v2/apis/([^/]+)/${kind}$`),
        read: ([apiId], query) => list(`V2Get${name}s`, of(apiId, kind), query),
      },
    ],
    [
      `V2Get${name}`,
      {
        path: new RegExp(`^/v2/apis/([^/]+)/${kind}/([^/]+)$`),
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
