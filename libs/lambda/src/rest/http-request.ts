import type { HttpEvent, RestEvent } from '@hanok/events';
import type { Route } from './route.ts';

/** The request as one of a REST API, its resource found among the routes; without one it is the path. */
export function httpRequest(event: HttpEvent, routes: readonly Route[]): RestEvent {
  const { requestContext, headers, cookies, queryStringParameters, body, isBase64Encoded } = event;
  const { http, requestId, authorizer } = requestContext;
  const claims = authorizer?.jwt?.claims ?? authorizer?.lambda ?? authorizer?.iam;
  return {
    ...placeOf(event, routes),
    httpMethod: http.method,
    // An HTTP API takes the cookies out of the headers.
    headers: cookies ? { cookie: cookies.join('; '), ...headers } : headers,
    ...{ queryStringParameters, body, isBase64Encoded },
    requestContext: { requestId, ...(claims !== undefined && { authorizer: { claims } }) },
  };
}

type Place = Pick<RestEvent, 'path' | 'resource' | 'pathParameters'>;

function placeOf(
  { routeKey, rawPath, pathParameters, requestContext }: HttpEvent,
  routes: readonly Route[],
): Place {
  const { stage = '$default', domainName } = requestContext;
  const path = stage === '$default' ? rawPath : withoutStage(rawPath, stage);
  const resource = routeKey.split(' ').at(-1);
  if (routes.some((each) => each.resource === resource)) {
    const given = Object.entries(pathParameters ?? {}).map(([name, value]) => [
      name,
      value && encodeURIComponent(value),
    ]);
    return { path, resource, pathParameters: Object.fromEntries(given) };
  }
  // An HTTP API decodes the path; a function URL hands it over as it came.
  const isEncoded = domainName?.includes('.lambda-url.') ?? false;
  const segments = path.split('/').map((each) => (isEncoded ? each : encodeURIComponent(each)));
  return { path, ...bestOf(routes, segments) };
}

/** A stage with a name stands first in the path of an HTTP API, and alone where its root is asked for. */
function withoutStage(path: string, stage: string): string {
  if (path === `/${stage}`) return '/';
  return path.startsWith(`/${stage}/`) ? path.slice(stage.length + 1) : path;
}

/** Of the resources that the path fits the one that says most: a name before a parameter, a parameter before the rest. */
function bestOf(routes: readonly Route[], segments: readonly string[]): Omit<Place, 'path'> {
  const fitting = routes.flatMap(({ resource }) => {
    const pathParameters = parametersOf(resource.split('/'), segments);
    return pathParameters ? { resource, pathParameters } : [];
  });
  const order = ({ resource }: { resource: string }) =>
    resource.split('/').map((each) => (each.endsWith('+}') ? '2' : each.startsWith('{') ? '1' : '0'));
  return fitting.toSorted((a, b) => (order(a).join('') < order(b).join('') ? -1 : 1))[0] ?? {};
}

/** The parameters by which the path fits a resource such as `/notes/{id}` or `/files/{path+}`; undefined when it does not. */
function parametersOf(
  pattern: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, each] of pattern.entries()) {
    const name = /^\{([^}+]+)(\+?)\}$/.exec(each);
    const segment = segments[index];
    if (segment === undefined) return undefined;
    if (name?.[1] === undefined) {
      if (encodeURIComponent(each) !== segment && each !== segment) return undefined;
    } else if (segment === '') return undefined;
    else if (name[2] === '+') return { ...parameters, [name[1]]: segments.slice(index).join('/') };
    else parameters[name[1]] = segment;
  }
  return pattern.length === segments.length ? parameters : undefined;
}
