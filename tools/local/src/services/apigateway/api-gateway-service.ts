import { type Account, arnOf } from '../../arn.ts';
import type { Service, ServiceResponse } from '../../gateway/service.ts';
import type { DescribedPart } from '../websocket/resources/web-socket-parts.ts';
import { type Reads, restReads } from './reads/rest-reads.ts';
import { webSocketReads } from './reads/web-socket-reads.ts';
import type { RestApi } from './rest-config.ts';

type Options = Account & {
  all(): readonly RestApi[];
  /** The WebSocket APIs and their parts. */
  sockets: readonly DescribedPart[];
};

/** API Gateway's own API, in both of its versions, to read. */
export function apiGatewayService({ all, sockets, ...account }: Options): Service {
  const reads: Reads = { ...restReads(all), ...webSocketReads(sockets, account) };
  const called = (method: string, url: URL) => {
    const found = Object.entries(reads).find(([, { path }]) => path.test(url.pathname));
    return method === 'GET' ? found : undefined;
  };
  return {
    name: 'apigateway',
    operation: ({ method, url }) => called(method, url)?.[0] ?? `${method} ${url.pathname}`,
    operations: new Set(Object.keys(reads)),
    // The ARNs of version 2 have no version.
    access: ({ url: { pathname } }) => [
      {
        action: 'apigateway:GET',
        resource: arnOf('apigateway', { region: account.region }, pathname.replace(/^\/v2\//, '/')),
      },
    ],
    handle: async ({ method, url }) => {
      const [, found] = called(method, url) ?? [];
      if (found === undefined) throw new Error(`apigateway has no operation ${method} ${url.pathname}`);
      const ids = found.path.exec(url.pathname)?.slice(1) ?? [];
      return json(200, found.read(ids, Object.fromEntries(url.searchParams)));
    },
    error: (_request, { status, code, message }) => ({
      ...json(status, { message }),
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
    }),
  };
}

function json(status: number, body: object): ServiceResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
