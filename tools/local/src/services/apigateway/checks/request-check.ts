import type { GatewayRequest } from '../../../gateway/service.ts';
import { GATEWAY_FAILURES, type GatewayFailure, missingParameters } from '../answers/gateway-failure.ts';
import type { RequestCheck, RequestParameter } from '../rest-config.ts';
import type { RouteMatch } from '../routing/route-table.ts';
import { matchesSchema } from './json-schema.ts';

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
  return body !== undefined && matchesSchema(schema, body) ? undefined : GATEWAY_FAILURES.badBody;
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
