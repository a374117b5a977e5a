import type { RestRoute } from '../rest-config.ts';

/** A matched route with its path parameters, as they stand in the URL. */
export type RouteMatch<Route = RestRoute> = {
  route: Route;
  pathParameters: Readonly<Record<string, string>>;
};

type AnyRoute = Pick<RestRoute, 'httpMethod' | 'resourcePath'>;

type Segment = { kind: 'static' | 'parameter' | 'greedy'; name: string };
type Resource<Route> = { segments: readonly Segment[]; routes: Map<string, Route> };

/**
 * Finds the route of a request: at each segment a static one goes before a parameter, and a parameter before a
 * greedy one; the method itself goes before ANY. The most specific resource decides: when it lacks the method,
 * no other one is tried. A slash at the end is ignored.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
 */
export function createRouteTable<Route extends AnyRoute>(
  routes: readonly Route[],
): (method: string, path: string) => RouteMatch<Route> | undefined {
  const resources = groupByResource(routes);
  return (method, path) => {
    const parts = splitPath(path);
    const resource = resources.find(({ segments }) => matches(segments, parts));
    const route = resource?.routes.get(method) ?? resource?.routes.get('ANY');
    if (resource === undefined || route === undefined) return undefined;
    return { route, pathParameters: parametersOf(resource.segments, parts) };
  };
}

function groupByResource<Route extends AnyRoute>(routes: readonly Route[]): Resource<Route>[] {
  const byPath = new Map<string, Resource<Route>>();
  for (const route of routes) {
    const segments = splitPath(route.resourcePath).map(parseSegment);
    const resource = byPath.get(route.resourcePath) ?? { segments, routes: new Map<string, Route>() };
    resource.routes.set(route.httpMethod, route);
    byPath.set(route.resourcePath, resource);
  }
  return [...byPath.values()].sort((a, b) => bySpecificity(a.segments, b.segments));
}

function splitPath(path: string): string[] {
  const trimmed = path.replace(/^\//, '').replace(/\/$/, '');
  return trimmed === '' ? [] : trimmed.split('/');
}

function parseSegment(text: string): Segment {
  if (!/^\{.+\}$/.test(text)) return { kind: 'static', name: text };
  const greedy = text.endsWith('+}');
  return { kind: greedy ? 'greedy' : 'parameter', name: text.slice(1, greedy ? -2 : -1) };
}

const RANKS = { static: 0, parameter: 1, greedy: 2 };

function bySpecificity(a: readonly Segment[], b: readonly Segment[]): number {
  for (const [index, segment] of a.entries()) {
    const other = b[index];
    if (other === undefined) return -1;
    if (segment.kind !== other.kind) return RANKS[segment.kind] - RANKS[other.kind];
  }
  return a.length === b.length ? 0 : 1;
}

function matches(segments: readonly Segment[], parts: readonly string[]): boolean {
  const greedy = segments.at(-1)?.kind === 'greedy';
  if (greedy ? parts.length < segments.length : parts.length !== segments.length) return false;
  return segments.every(({ kind, name }, index) => {
    const part = parts[index] ?? '';
    if (kind === 'greedy') return parts.slice(index).some((each) => each !== '');
    return kind === 'static' ? decode(part) === name : part !== '';
  });
}

function parametersOf(segments: readonly Segment[], parts: readonly string[]): Record<string, string> {
  const named = segments.flatMap(({ kind, name }, index) => {
    if (kind === 'static') return [];
    return [[name, kind === 'greedy' ? parts.slice(index).join('/') : (parts[index] ?? '')]];
  });
  return Object.fromEntries(named);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
