import { setTimeout as delay } from 'node:timers/promises';
import type { Account } from '../../arn.ts';
import { CONNECTIONS_PATH, EXECUTE_API_PATH } from '../../gateway/paths.ts';
import type { HttpAnswer, Site } from '../../gateway/route-request.ts';
import type { GatewayRequest } from '../../gateway/service.ts';
import { bodyWithin } from '../apigateway/checks/admit-request.ts';
import { createTokenBucket } from '../apigateway/checks/throttle.ts';
import { createRouteTable } from '../apigateway/routing/route-table.ts';
import type { Invoker } from '../lambda/function-config.ts';
import { FAILED, urlAnswer } from '../lambda-url/url-answer.ts';
import type { WebSocketStage } from '../websocket/web-socket-config.ts';
import type { HttpApi, HttpRoute } from './add-http-apis.ts';
import { httpApiEvent } from './http-event.ts';

type HttpApis = { add(api: HttpApi): void; site: Site };
type Deployed = { api: HttpApi; admits(stage: string, routeKey: string): boolean };

/** The HTTP APIs of the stack: `/_aws/execute-api/<api id>/...`, below the stage `$default` or one with a name. */
export function createHttpApis({ account, invoker }: { account: Account; invoker: Invoker }): HttpApis {
  const apis = new Map<string, Deployed>();
  return {
    add: (api) => void apis.set(api.id, { api, admits: limitsOf(api) }),
    site: {
      owns: ({ url }) => apis.has(placeOf(url.pathname).id) && !CONNECTIONS_PATH.test(url.pathname),
      serve: async (request) => {
        const { id, path } = placeOf((request.target ?? request.url.pathname).split('?')[0] ?? '');
        const deployed = apis.get(id);
        const stage = deployed && stageOf(deployed.api, path);
        const match = deployed && stage && findRoute(deployed.api.routes, request.method, stage.below);
        const answer = match
          ? await run({ account, invoker }, { deployed, request, path, ...stage, ...match })
          : refusal(404, 'Not Found');
        return { ...answer, headers: { ...answer.headers, 'apigw-requestid': request.id } };
      },
    },
  };
}

type Match = {
  deployed: Deployed;
  request: GatewayRequest;
  path: string;
  stage: WebSocketStage;
  route: HttpRoute;
  pathParameters: Readonly<Record<string, string>>;
};

/** Most bytes of a request. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MOST_BYTES = 10 * 1024 * 1024;

async function run(
  { account, invoker }: { account: Account; invoker: Invoker },
  { deployed, request, path, stage, route, pathParameters }: Match,
): Promise<HttpAnswer> {
  if (!deployed.admits(stage.name, route.routeKey)) return refusal(429, 'Too Many Requests');
  const body = await bodyWithin(request, MOST_BYTES);
  if (body === undefined) return refusal(413, 'Request Entity Too Large');
  const event = httpApiEvent(
    { ...request, body },
    { account, id: deployed.api.id, path, stage, route, pathParameters },
  );
  const late = new AbortController();
  const timeout = delay(route.timeoutMs, 'late' as const, { signal: late.signal }).catch(
    () => 'late' as const,
  );
  const invoked = invoker.invoke(route.functionName, JSON.stringify(event)).catch(() => 'failed' as const);
  const outcome = await Promise.race([invoked, timeout]);
  late.abort();
  if (outcome === 'late') return refusal(503, 'Service Unavailable');
  if (outcome === 'failed' || outcome.error !== undefined) return refusal(500, 'Internal Server Error');
  const answer = urlAnswer(outcome.payload);
  return answer === FAILED ? refusal(500, 'Internal Server Error') : answer;
}

const refusal = (status: number, message: string): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

/** The path below the API is what was sent. */
function placeOf(pathname: string): { id: string; path: string } {
  const below = pathname.startsWith(EXECUTE_API_PATH) ? pathname.slice(EXECUTE_API_PATH.length) : '';
  const end = below.indexOf('/');
  return end === -1 ? { id: below, path: '/' } : { id: below.slice(0, end), path: below.slice(end) };
}

/** The stage that a path begins with, or else `$default`; `below`: the path without its name. */
function stageOf({ stages }: HttpApi, path: string): { stage: WebSocketStage; below: string } | undefined {
  const [, first = '', ...rest] = path.split('/');
  const named = stages.find(({ name }) => name === first);
  if (named !== undefined) return { stage: named, below: `/${rest.join('/')}` };
  const stage = stages.find(({ name }) => name === '$default');
  return stage && { stage, below: path };
}

/**
 * The most specific route with the method or ANY, and `$default` when there is none. A slash at the end counts.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
function findRoute(routes: readonly HttpRoute[], method: string, path: string) {
  const slashed = path.endsWith('/') && path !== '/';
  const fitting = routes.filter(
    ({ httpMethod, resourcePath }) =>
      (httpMethod === method || httpMethod === 'ANY') &&
      (!slashed || resourcePath.endsWith('/') || resourcePath.endsWith('+}')),
  );
  const found = createRouteTable(fitting)(method, path);
  if (found !== undefined) return found;
  const route = routes.find(({ routeKey }) => routeKey === '$default');
  return route && { route, pathParameters: {} };
}

function limitsOf({ stages, routes }: HttpApi): Deployed['admits'] {
  const buckets = new Map<string, () => boolean>();
  for (const { name, throttling, routeThrottling } of stages)
    for (const { routeKey } of routes) {
      const limits = routeThrottling?.[routeKey] ?? throttling;
      if (limits !== undefined) buckets.set(`${name} ${routeKey}`, createTokenBucket(limits));
    }
  return (stage, routeKey) => buckets.get(`${stage} ${routeKey}`)?.() ?? true;
}
