import type { RestEvent } from '@hanok/events';
import { refusal, type RestAnswer } from './rest-answer.ts';
import type { Route } from './route.ts';

/**
 * The route for the request: HEAD is answered by GET's. When there is none, the answer: 404 for an unknown resource,
 * 204 for OPTIONS on a known one, 405 for another method; both of these with the resource's methods in `Allow`.
 */
export function findRoute(
  routes: readonly Route[],
  { httpMethod, resource, path }: RestEvent,
): Route | RestAnswer {
  const ofResource = routes.filter((each) => each.resource === (resource ?? path));
  if (ofResource.length === 0) return refusal(404, 'No such resource');
  const byMethod = (wanted: string) => ofResource.find((each) => each.httpMethod === wanted);
  const found = byMethod(httpMethod) ?? (httpMethod === 'HEAD' ? byMethod('GET') : undefined);
  return found ?? withoutRoute(httpMethod, methodsOf(ofResource));
}

function methodsOf(routes: readonly Route[]): string {
  const own = routes.map(({ httpMethod }) => httpMethod);
  return [...new Set([...own, ...(own.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])].join(', ');
}

function withoutRoute(httpMethod: string, methods: string): RestAnswer {
  const headers = { Allow: methods };
  if (httpMethod === 'OPTIONS') return { status: 204, body: undefined, headers };
  return { ...refusal(405, `httpMethod: expected one of ${methods}`), headers };
}
