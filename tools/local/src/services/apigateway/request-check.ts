import type { GatewayRequest } from '../../gateway/service.ts';
import { gatewayFailures, type GatewayFailure, missingParameters } from './gateway-failure.ts';
import type { JsonSchema } from './json-schema.ts';
import { matchesSchema } from './matches-schema.ts';
import type { RouteMatch } from './route-table.ts';

/** A parameter of a request; headers in lower case. */
export type RequestParameter = { place: 'header' | 'path' | 'querystring'; name: string };

/** What a request validator asks of requests to a method. */
export type RequestCheck = {
  /** Parameters that must be there and not be empty. */
  required: readonly RequestParameter[];
  /** Schema of the JSON body by media type; bodies of other types are not looked at. */
  bodySchemas: Readonly<Record<string, JsonSchema>>;
};

/**
 * What is wrong with a request; undefined when nothing is. Without a content type a body counts as JSON.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
 */
export function refuseRequest(
  { required, bodySchemas }: RequestCheck,
  request: GatewayRequest,
  match: RouteMatch,
): GatewayFailure | undefined {
  const missing = required.filter((parameter) => !isGiven(parameter, request, match));
  if (missing.length > 0) return missingParameters(missing.map(({ name }) => name));
  const schema = bodySchemas[mediaTypeOf(request)];
  if (schema === undefined) return undefined;
  const body = parseJson(request.body.toString());
  return body !== undefined && matchesSchema(schema, body) ? undefined : gatewayFailures.badBody;
}

function isGiven({ place, name }: RequestParameter, request: GatewayRequest, match: RouteMatch): boolean {
  if (place === 'header') return Boolean(request.headers[name]);
  if (place === 'querystring') return Boolean(request.url.searchParams.get(name));
  return Boolean(match.pathParameters[name]);
}

function mediaTypeOf({ headers }: GatewayRequest): string {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase() || 'application/json';
}

/** Undefined when it is no JSON; no JSON value is undefined. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
