import * as z from 'zod';
import type { JsonSchema } from '../checks/json-schema.ts';
import type { RequestParameter, RestRoute } from '../rest-config.ts';
import type { RestApiParts } from './rest-api-parts.ts';

const PARAMETER = /^method\.request\.(header|path|querystring)\.([^\s]+)$/;

/** What a method says of the requests that it takes. */
export const requestProperties = {
  RequestValidatorId: z.string().optional(),
  /** Whether each parameter is required. */
  RequestParameters: z
    .record(z.string().regex(PARAMETER, 'is not that of a parameter'), z.boolean())
    .default({}),
  /** Names of models by media type. */
  RequestModels: z.record(z.string(), z.string()).default({}),
};

type Method = { RestApiId: string } & z.infer<z.ZodObject<typeof requestProperties>>;

/** Without a validator nothing is checked, as in API Gateway. Throws for the name of what the API has not. */
export function requestCheckOf(method: Method, parts: RestApiParts): Pick<RestRoute, 'check'> {
  if (method.RequestValidatorId === undefined) return {};
  const validator = parts.validators.get(method.RequestValidatorId);
  if (validator === undefined)
    throw new Error(`property "RequestValidatorId" names no validator: ${method.RequestValidatorId}`);
  const required = validator.parameters ? requiredOf(method) : [];
  return { check: { required, bodySchemas: validator.body ? schemasOf(method, parts) : {} } };
}

function requiredOf({ RequestParameters }: Method): RequestParameter[] {
  return Object.entries(RequestParameters).flatMap(([parameter, required]): RequestParameter[] => {
    const [, place, name = ''] = PARAMETER.exec(parameter) ?? [];
    if (!required) return [];
    if (place === 'header') return [{ place, name: name.toLowerCase() }];
    return place === 'path' || place === 'querystring' ? [{ place, name }] : [];
  });
}

function schemasOf(
  { RestApiId, RequestModels }: Method,
  { models }: RestApiParts,
): Record<string, JsonSchema> {
  const schemas = Object.entries(RequestModels).map(([mediaType, name]) => {
    const schema = models.get(`${RestApiId}/${name}`);
    if (schema === undefined)
      throw new Error(`property "RequestModels.${mediaType}" names no model: ${name}`);
    return [mediaType.toLowerCase(), schema];
  });
  return Object.fromEntries(schemas);
}
