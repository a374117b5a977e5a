import type { IncomingHttpHeaders } from 'node:http';
import type { UserPools } from '../cognito/user-pools.ts';
import type { Invoker } from '../lambda/function-config.ts';
import type { AccessLogEntry } from './access-log.ts';
import { createRestApis } from './rest-apis.ts';
import type { RestApi } from './rest-config.ts';

const api: RestApi = {
  id: 'gomoku1234',
  name: 'GomokuAPI',
  stages: [{ name: 'prod' }],
  routes: ['/ranking', '/ranking/{player}', '/upload'].map((resourcePath) => ({
    httpMethod: resourcePath === '/upload' ? 'ANY' : 'GET',
    resourcePath,
    integration: { type: 'AWS_PROXY', functionName: 'game-rank-reader' },
  })),
};

export type Send = {
  method?: string;
  path?: string;
  headers?: IncomingHttpHeaders;
  /** As they were sent, names and values in turn. */
  rawHeaders?: readonly string[];
  body?: string | Buffer;
};

/** What the function of an API answers. */
export const OK = '{"statusCode":200,"body":"[]"}';

/** Takes `Token <user>` of pool `arn:pool`. */
const tokenAuthorizer: UserPools['tokenAuthorizer'] =
  ([arn], scopes = []) =>
  async (authorization) => {
    const user = /^Token (\w+)$/.exec(authorization ?? '')?.[1];
    if (user === undefined || arn !== 'arn:pool') return undefined;
    return { sub: user, scopes: scopes.join(' ') };
  };

/** An API whose one function answers `payload`, and the events that it received. */
export function createApi(invoke: Invoker['invoke'] | string, overrides: Partial<RestApi> = {}) {
  const events: unknown[] = [];
  const logged: AccessLogEntry[] = [];
  const { site, add, url } = createRestApis({
    baseUrl: 'http://127.0.0.1:4566',
    accountId: '000000000000',
    tokenAuthorizer,
    invoker: {
      invoke(name, payload) {
        events.push(JSON.parse(payload));
        if (typeof invoke !== 'string') return invoke(name, payload);
        return Promise.resolve({ requestId: 'r', payload: invoke, logTail: '' });
      },
    },
    accessLog: (entry) => logged.push(entry),
    timeoutMs: 20,
  });
  add({ ...api, ...overrides });
  const send = ({
    method = 'GET',
    path = 'gomoku1234/prod/ranking',
    headers = {},
    body = '',
    rawHeaders,
  }: Send = {}) =>
    site.serve({
      id: 'request-1',
      method,
      url: new URL(`/_aws/execute-api/${path}`, 'http://127.0.0.1:4566'),
      target: `/_aws/execute-api/${path}`,
      headers,
      ...(rawHeaders && { rawHeaders }),
      body: Buffer.from(body),
      signal: new AbortController().signal,
    });
  return { send, events, logged, url, site };
}
